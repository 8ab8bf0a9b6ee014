"""The local SharePoint, tried as strangers would: over HTTPS, through the library, and piece by piece."""
