output "aliases" {
  description = "The CNAME records to create, by domain; absolute names without a closing dot."
  value = {
    for domain, account in var.accounts : domain => {
      name   = "_acme-challenge.${domain}"
      target = account.fulldomain
    }
  }
}
