variable "validation_targets" {
  description = "For each domain the fulldomain of its account, as `validationzone account create --domain` prints it."
  type        = map(string)

  validation {
    condition = alltrue([
      for domain in keys(var.validation_targets) : !startswith(domain, "*.") && !endswith(domain, ".")
    ])
    error_message = "Write domains without the *. of a wildcard, which shares the record, and without a closing dot."
  }
}
