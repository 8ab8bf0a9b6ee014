"""What SharePoint does, checked from outside: on the local SharePoint always, on a real site when the environment names one."""
