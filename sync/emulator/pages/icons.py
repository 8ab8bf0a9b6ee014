"""Line icons of our own, drawn in a square of 16, under the names that SharePoint's formatting uses for Fluent icons."""

from collections.abc import Mapping

from sync.emulator.pages.html import Markup, build, build_with

_RING = "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z"

_SHAPES: Mapping[str, str] = {
    "add": "M8 3v10M3 8h10",
    "arrow-down": "M8 2.5v11M3.5 9 8 13.5 12.5 9",
    "arrow-left": "M13.5 8h-11M7 3.5 2.5 8 7 12.5",
    "arrow-right": "M2.5 8h11M9 3.5 13.5 8 9 12.5",
    "arrow-up": "M8 13.5v-11M3.5 7 8 2.5 12.5 7",
    "back": "M6 3.5 2 7.5l4 4M2 7.5h7.5a4 4 0 0 1 0 8H7",
    "ban": f"{_RING}M3.5 3.5l9 9",
    "bell": "M3 12h10c-1.5-1.5-1.5-3-1.5-5a3.5 3.5 0 0 0-7 0c0 2 0 3.5-1.5 5zM6.5 14.5h3",
    "bin": "M2.5 4h11M6 4V2h4v2M4 4l.7 10.5h6.6L12 4M6.7 7v4.5M9.3 7v4.5",
    "book": "M2 3c2-1 4-1 6 .5C10 2 12 2 14 3v10c-2-1-4-1-6 .5C6 12 4 12 2 13zM8 3.5v10",
    "calendar": "M2 3.5h12v11H2zM2 6.5h12M5 1.5v3.5M11 1.5v3.5",
    "chart": "M2 14.5h12M4 12V8M8 12V3M12 12V6",
    "check": "M2.5 8.5 6 12l7.5-8",
    "check-ring": f"{_RING}M5 8.3l2.2 2.2L11 6",
    "chevron-down": "M3.5 6 8 10.5 12.5 6",
    "chevron-right": "M6 3.5 10.5 8 6 12.5",
    "clock": f"{_RING}M8 4v4.3l3 1.7",
    "comment": "M2 2.5h12v8.5H7.5L4.5 14v-3H2z",
    "cross": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "cross-ring": f"{_RING}M5.5 5.5l5 5M10.5 5.5l-5 5",
    "document": "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
    "dot": "M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z",
    "download": "M8 2v8.5M4 7l4 4 4-4M2.5 14h11",
    "eye": "M1 8c3-5.5 11-5.5 14 0c-3 5.5-11 5.5-14 0zM8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4z",
    "filter": "M2 3h12L9.5 8.5V13l-3 1.5v-6z",
    "flag": "M4 14.5v-12h8.5l-2 3 2 3H4",
    "folder": "M1.5 3.5h5l1.5 2h6.5v8h-13z",
    "globe": f"{_RING}M1.5 8h13M8 1.5c-4 4-4 9 0 13c4-4 4-9 0-13z",
    "heart": "M8 13.5C3 10 1.5 7.5 2 5.5C2.6 2.5 6.5 2 8 5c1.5-3 5.4-2.5 6 .5c.5 2-1 4.5-6 8z",
    "help": f"{_RING}M6 6.2a2 2 0 1 1 2.8 1.8c-.6.3-.8.6-.8 1.3M8 11.2v.3",
    "home": "M2 8l6-5.5L14 8M3.5 7v7h9V7M6.5 14v-4h3v4",
    "hourglass": "M4 1.5h8M4 14.5h8M4.5 1.5c0 4 7 4.5 7 13M11.5 1.5c0 4-7 4.5-7 13",
    "idea": "M6 11.5h4M6.5 14h3M5.8 9.5C4.5 8.5 4 7.5 4 6a4 4 0 0 1 8 0c0 1.5-.5 2.5-1.8 3.5v2H5.8z",
    "info": f"{_RING}M8 7.3v4M8 4.7v.3",
    "link": "M6.5 9.5l3-3M7 4.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5L7.5 13A3.2 3.2 0 0 1 3 8.5L4.5 7",
    "list": "M5.5 3.5h9M5.5 8h9M5.5 12.5h9M2 3.5h.5M2 8h.5M2 12.5h.5",
    "lock": "M3.5 7h9v7.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
    "mail": "M1.5 3.5h13v9.5h-13zM1.5 4.5 8 9.5l6.5-5",
    "minus": "M3 8h10",
    "more": "M3 8h.5M8 8h.5M13 8h.5",
    "pause": "M5.5 3v10M10.5 3v10",
    "pencil": "M2.5 13.5l.7-3L10.5 3a1.6 1.6 0 0 1 2.5 2.5L5.5 13z",
    "people": "M6 2.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5zM1.5 13.5c0-5 9-5 9 0M10.5 3a2.2 2.2 0 0 1 0 4.4M12 9.5c1.7.7 2.5 2 2.5 4",
    "person": "M8 2a3 3 0 1 1 0 6a3 3 0 1 1 0-6zM2.5 14.5c0-6 11-6 11 0",
    "play": "M4.5 2.5v11l9-5.5z",
    "plus-ring": f"{_RING}M8 5v6M5 8h6",
    "refresh": "M13 3.5v3.5H9.5M13 7a5.3 5.3 0 1 0 .3 2.5",
    "ring": _RING,
    "search": "M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10zM10.7 10.7 14.5 14.5",
    "shield": "M8 1.5l5.5 2v4c0 3.5-2.5 6-5.5 7c-3-1-5.5-3.5-5.5-7v-4z",
    "sort": "M5 13V3M2.5 5.5 5 3l2.5 2.5M11 3v10M8.5 10.5 11 13l2.5-2.5",
    "star": "M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.5l-3.9 2.1.9-4.3-3.2-3 4.3-.5z",
    "tag": "M2 2h6l6.5 6.5-6 6L2 8zM5 4.8v.3",
    "thumb": "M2 7.5h2.5v6.5H2zM4.5 8l3-6c1.5 0 2 1 1.5 2.5L8.5 6.5h5l-1.5 7h-7.5",
    "warning": "M8 1.8 15 14H1zM8 6v4M8 12v.3",
    "warning-ring": f"{_RING}M8 4.5v4.3M8 11v.3",
}

#: Fluent's names for each drawing.
NAMES: Mapping[str, str] = {
    "add": "Add CirclePlus NewFolder AddTo",
    "arrow-down": "Down SortDown DownArrow Trending12Down DoubleChevronDown CaretSolidDown StockDown MarketDown CaretDown8",
    "arrow-left": "Back ChromeBack NavigateBack Previous Left",
    "arrow-right": "Forward Next NavigateForward ChromeBackMirrored TriangleSolidRight12 Right",
    "arrow-up": "Up SortUp UpArrow Trending12 DoubleChevronUp CaretSolidUp StockUp Market CaretUp8",
    "back": "Undo ReturnKey Reply RevToggleKey HistoricalWeather",
    "ban": "Blocked Blocked2 BlockedSite BlockedSolid StatusErrorFull Blocked12",
    "bell": "Ringer Megaphone",
    "bin": "Delete RecycleBin Trash",
    "book": "ReadingMode Dictionary BookAnswers Library",
    "calendar": "Calendar CalendarDay CalendarWeek CalendarMirrored EventDate DateTime DateTime2 AddEvent GotoToday CalendarAgenda",
    "chart": "BarChart4 BarChartVertical BarChartVerticalFill Chart StackedColumnChart2 ReportDocument LineChart AnalyticsReport",
    "check": "CheckMark Accept CompletedSolid SkypeCheck CheckList",
    "check-ring": "Completed StatusCircleCheckmark CompletedSolid12 SkypeCircleCheck EntitlementPolicy CheckboxComposite TestPass",
    "chevron-down": "ChevronDown ChevronDownMed",
    "chevron-right": "ChevronRight ChevronRightMed",
    "clock": "Clock AwayStatus RecentSolid Recent History TimeEntry Timer Stopwatch ScheduleEventAction",
    "comment": "Comment Message CommentSolid Chat Feedback ActivityFeed",
    "cross": "Cancel ChromeClose Clear StatusErrorFull12 Remove",
    "cross-ring": "ErrorBadge StatusCircleErrorX SkypeCircleX Error12 TestImpactSolid TestFail",
    "document": "Page Document TextDocument PDF WordDocument ExcelDocument PageSolid KnowledgeArticle CustomList DocumentSet",
    "dot": "LocationDot CircleFill StatusCircleInner CircleShapeSolid RadioBullet",
    "download": "Download CloudDownload InstallToDrive",
    "eye": "View RedEye EntryView PreviewLink",
    "filter": "Filter FilterSolid",
    "flag": "Flag IconSetsFlag ReportHacked Milestone",
    "folder": "Folder FolderOpen FabricFolder",
    "globe": "Globe World WebSearch Website",
    "heart": "Heart HeartFill",
    "help": "Unknown Help StatusCircleQuestionMark UnknownSolid Questionnaire UnknownCall",
    "home": "Home HomeSolid",
    "hourglass": "HourGlass ProgressRingDots ProgressLoopInner ProgressLoopOuter",
    "idea": "Lightbulb",
    "info": "Info InfoSolid Info2",
    "link": "Link OpenInNewWindow NavigateExternalInline PageLink OpenInNewTab AddLink",
    "list": "List BulletedList BulletedList2 CheckListText ViewList NumberedList",
    "lock": "Lock LockSolid Permissions Encryption",
    "mail": "Mail Send MailSolid",
    "minus": "CalculatorSubtract SkypeMinus Blocked2Solid CollapseContent StatusCircleBlock",
    "more": "More MoreVertical",
    "pause": "Pause CirclePause CirclePauseSolid",
    "pencil": "Edit PageEdit EditNote EditSolid12 EditMirrored EditContact",
    "people": "Group People TeamsLogo Family ConnectContacts PartyLeader SharepointLogo",
    "person": "Contact AccountManagement Assign ContactInfo FollowUser SkypeCircleArrow",
    "play": "Play TriangleRight12 MSNVideos CirclePlaySolid",
    "plus-ring": "CircleAddition CircleAdditionSolid ExploreContent",
    "refresh": "Refresh Sync SyncStatus Rotate RepeatAll Switch",
    "ring": "CircleRing StatusCircleRing StatusCircleOuter RadioBtnOff LocationCircle CircleShape Checkbox",
    "search": "Search Zoom ZoomIn SearchIssue",
    "shield": "Shield ShieldSolid ComplianceAudit DefenderApp SecurityGroup",
    "sort": "Sort SortLines ScrollUpDown",
    "star": "FavoriteStar FavoriteStarFill AddFavorite SingleBookmark",
    "tag": "Tag TagSolid",
    "thumb": "Like LikeSolid",
    "warning": "Warning Warning12 WarningSolid IncidentTriangle AlertSolid Important",
    "warning-ring": "Error ErrorBadge2 StatusCircleExclamation Info12 AlertSettings ErrorBadge12 SkypeCircleClock",
}  # fmt: skip

_BY_NAME: Mapping[str, str] = {name: shape for shape, names in NAMES.items() for name in names.split()}


def has_icon(name: str) -> bool:
    """Say whether there is an icon for a name that formatting uses."""
    return name in _BY_NAME


def draw_named(name: str) -> Markup:
    """Return the icon for a name that formatting uses; it is beside a text and says nothing itself."""
    return draw(_BY_NAME[name])


def draw(shape: str) -> Markup:
    """Return one of our icons."""
    path = build("path", d=_SHAPES[shape])
    attributes = {"class": "icon", "viewBox": "0 0 16 16", "aria-hidden": "true", "focusable": "false"}
    return build_with("svg", attributes, path)
