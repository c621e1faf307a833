# Posh-ACME 4.2 or later. The account file is the reply to a registration, or of
#   validationzone account create --json
param(
    [string]$Domain = 'www.example.com',
    [uri]$Server = 'https://auth.example.org',
    [Parameter(Mandatory)][string]$AccountFile,
    [string]$Contact = 'you@example.com'
)

$account = Get-Content -Raw $AccountFile | ConvertFrom-Json

# The plugin reads the four values by their place.
$registration = @{
    "_acme-challenge.$Domain" = @(
        $account.subdomain
        $account.username
        $account.password
        $account.fulldomain
    )
}

New-PACertificate $Domain, "*.$Domain" -AcceptTOS -Contact $Contact -Plugin AcmeDns -PluginArgs @{
    ACMEUri          = $Server
    ACMERegistration = $registration
}
