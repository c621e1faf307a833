# Route 53. One file for each domain, as the server gave it:
#   umask 077; validationzone account create --domain www.example.com --json > accounts/www.example.com.json
# The files hold keys: keep them out of version control, or write validation_targets by hand instead.
terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "zone_id" {
  description = "The hosted zone that the domains are in."
  type        = string
}

# Only the fulldomain is taken out of each file. The key reaches neither plan nor state.
module "validationzone" {
  source = "../"
  validation_targets = {
    for name in fileset("${path.root}/accounts", "*.json") :
    trimsuffix(name, ".json") => jsondecode(file("${path.root}/accounts/${name}")).fulldomain
  }
}

resource "aws_route53_record" "acme_challenge" {
  for_each = module.validationzone.aliases
  zone_id  = var.zone_id
  name     = each.value.name
  type     = "CNAME"
  ttl      = 300
  records  = [each.value.target]
}
