output "aliases" {
  description = "The CNAME records to create, by domain: absolute names, without a closing dot."
  value = {
    for domain, fulldomain in var.validation_targets : domain => {
      name   = "_acme-challenge.${domain}"
      target = fulldomain
    }
  }
}
