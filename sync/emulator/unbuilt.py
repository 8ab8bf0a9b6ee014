"""Properties that SharePoint has and the local SharePoint does not.

Asked for or written, they are answered 501, by name; a property that is in no list is one that SharePoint refuses too.
"""


def _read_names(text: str) -> frozenset[str]:
    return frozenset(text.split())


WEB = _read_names("""
    AllowRssFeeds AlternateCssUrl AppInstanceId ClassicWelcomePage Configuration CurrentChangeToken CustomMasterUrl
    DesignPackageId EffectiveBasePermissions EnableMinimalDownload HasUniqueRoleAssignments IsHubSite
    LastItemUserModifiedDate MasterUrl QuickLaunchEnabled RecycleBinEnabled SiteLogoUrl SyndicationEnabled UIVersion
    WelcomePage
""")

SITE = _read_names("""
    AllowDesigner Classification CompatibilityLevel GroupId HubSiteId IsHubSite LockIssue PrimaryUri
    ShareByEmailEnabled UIVersionConfigurationEnabled UpgradeInfo Usage
""")

LIST_WRITES = _read_names("""
    DefaultContentApprovalWorkflowId DefaultItemOpenInBrowser Direction DisableCommenting DisableGridEditing
    DraftVersionVisibility EnableAssignToEmail EnableMinorVersions EnableModeration ForceCheckout ImageUrl IrmEnabled
    IrmExpire IrmReject IsApplicationList ListExperienceOptions MajorWithMinorVersionsLimit MultipleDataList
    ReadSecurity ValidationFormula ValidationMessage WriteSecurity
""")

LIST = LIST_WRITES | _read_names("""
    AdditionalUXProperties BrowserFileHandling CanOpenFileAsync Color CustomActionElements DataSource
    DefaultDisplayFormUrl DefaultEditFormUrl DefaultNewFormUrl DefaultViewUrl DescriptionResource
    EffectiveBasePermissions HasUniqueRoleAssignments Icon IsDefaultDocumentLibrary IsEnterpriseGalleryLibrary
    IsSiteAssetsLibrary IsSystemList MobileDefaultViewUrl SchemaXml TitleResource
""")

FOLDER = _read_names("ContentTypeOrder UniqueContentTypeOrder")

FILE = _read_names("PageRenderType VroomDriveID VroomItemID")

FIELD_WRITES = _read_names("""
    ClientSideComponentId ClientSideComponentProperties ClientValidationFormula ClientValidationMessage DefaultFormula
    Direction InternalName JSLink PinnedToFiltersPane SchemaXml ShowInFiltersPane StaticName TypeAsString
    ValidationFormula ValidationMessage
""")

FIELD_FIXED = _read_names("""
    AllowMultipleValues IsRelationship LookupField LookupList LookupWebId RelationshipDeleteBehavior
""")

FIELD_CREATION = _read_names("Formula IsCompactName")

FIELD = FIELD_WRITES | _read_names("AutofillInfo CompositeEditFormatUrl IndexStatus IsModern")

VIEW_WRITES = _read_names("""
    AggregationsStatus AssociatedContentTypeId CalendarViewStyles ColumnWidth ContentTypeId CustomOrder
    DefaultViewForContentType EditorModified Formats GridLayout IncludeRootFolder JSLink ListViewXml Method
    NewDocumentTemplates Scope Toolbar ViewData ViewJoins ViewProjectedFields ViewType2 VisualizationInfo
""")

VIEW_CREATION = _read_names("AssociatedContentTypeId BaseViewId ViewData ViewType2 ViewTypeKind baseViewId")

VIEW = VIEW_WRITES | _read_names("HtmlSchemaXml ImageUrl StyleId Threaded ToolbarTemplateName")

CONTENT_TYPE_WRITES = _read_names("""
    DisplayFormUrl DocumentTemplate EditFormUrl Hidden JSLink NewFormUrl ReadOnly SchemaXml Sealed
""")

CONTENT_TYPE = _read_names("SchemaXml SchemaXmlWithResourceTokens")

ITEM = _read_names("""
    AppAuthorId AppEditorId EncodedAbsUrl FileSizeDisplay HasUniqueRoleAssignments LinkTitle LinkTitleNoMenu
    LinkFilename LinkFilenameNoMenu DocIcon Edit OData__ColorTag OData__CommentCount OData__CopySource
    OData__LikeCount OData__ModerationStatus OData__UIVersion CheckoutUserId Order ContentType File_x0020_Type
""")

#: What an item can be expanded by, in SharePoint; reading.related has those that are built.
ITEM_LINKS = _read_names("""
    AttachmentFiles ContentType FieldValuesAsHtml FieldValuesAsText FieldValuesForEdit File
    FirstUniqueAncestorSecurableObject Folder GetDlpPolicyTip LikedByInformation ParentList Properties RoleAssignments
    Versions
""")

REGIONAL = _read_names("AdditionalLanguages")

PAGE_WRITES = _read_names("""
    AuthorByline BannerThumbnailUrl CanvasJson1 LayoutWebpartsJson Name PublishStartDate SocialBarOnSitePageDisabled
    TopicLabel TranslationLanguages
""")

PAGE = PAGE_WRITES | _read_names("""
    AlternativeUrlMap BoostProperties CallToAction CheckedOutBy ContentTypeId DoesUserHaveEditPermission
    EditLocationInfo IsLikedByCurrentUser LikeCount Translations ViewCount
""")
