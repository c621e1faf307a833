@echo off
rem win-acme 2.2 or later, and simple-acme. The account of each name must be there before an unattended order:
rem   %ProgramData%\win-acme\acme-dns\auth.example.org\www.example.com.json
rem simple-acme keeps it under %ProgramData%\simple-acme instead.
rem win-acme asks every name server of the zone for the CNAME before it orders.
wacs.exe --source manual --host "www.example.com,*.www.example.com" ^
  --validationmode dns-01 --validation acme-dns --acmednsserver https://auth.example.org/ ^
  --accepttos --emailaddress you@example.com
