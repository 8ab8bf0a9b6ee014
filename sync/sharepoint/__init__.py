"""The doorway to SharePoint: sign-in, complete reads, guarded writes. Nothing of the client libraries leaves this package."""

from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.site import SharePointSite

__all__ = ["SharePointSite", "SiteConnection"]
