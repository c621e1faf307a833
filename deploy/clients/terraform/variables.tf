variable "accounts" {
  description = "For each domain the account that proves it, as `validationzone account create --json` prints it."

  # Only the fulldomain is taken over. The rest, and with it the key, never reaches the state.
  type = map(object({
    fulldomain = string
  }))

  validation {
    condition     = alltrue([for domain in keys(var.accounts) : !startswith(domain, "*.") && !endswith(domain, ".")])
    error_message = "Write domains without the *. of a wildcard, which shares the record, and without a closing dot."
  }
}
