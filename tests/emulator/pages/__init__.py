"""The pages of the local SharePoint."""
