"""Regional settings: how the site writes dates and numbers, and its time zone."""

from sync.emulator import unbuilt
from sync.emulator.errors import UnsupportedError
from sync.emulator.formats.bodies import Answer, Complex
from sync.emulator.handlers.call import Call
from sync.emulator.query.shaping import Resource, refuse_options, shape_entity

#: SharePoint's number and name for a zone, and the minutes it is behind UTC, in winter and, more, in summer.
_ZONES = {
    "Europe/London": (2, "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", 0, -60),
    "Europe/Berlin": (4, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", -60, -60),
    "Europe/Paris": (3, "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", -60, -60),
    "America/New_York": (10, "(UTC-05:00) Eastern Time (US and Canada)", 300, -60),
    "America/Los_Angeles": (13, "(UTC-08:00) Pacific Time (US and Canada)", 480, -60),
    "UTC": (93, "(UTC) Coordinated Universal Time", 0, 0),
}


def read_regional_settings(call: Call) -> Answer:
    """Say how the site writes dates and numbers: as in the United Kingdom."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(build_regional_settings(call), call.options))


def read_time_zone(call: Call) -> Answer:
    """Say which time zone the site keeps."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(_build_time_zone(call), call.options))


def build_regional_settings(call: Call) -> Resource:
    """Describe the settings of a site in British English."""
    return Resource(
        "SP.RegionalSettings",
        "Web/RegionalSettings",
        {
            "AdjustHijriDays": 0,
            "AlternateCalendarType": 0,
            "AM": "AM",
            "CalendarType": 1,
            "Collation": 25,
            "CollationLCID": 2070,
            "DateFormat": 1,
            "DateSeparator": "/",
            "DecimalSeparator": ".",
            "DigitGrouping": "3;0",
            "FirstDayOfWeek": 1,
            "FirstWeekOfYear": 0,
            "IsEastAsia": False,
            "IsRightToLeft": False,
            "IsUIRightToLeft": False,
            "ListSeparator": ",",
            "LocaleId": 2057,
            "NegativeSign": "-",
            "NegNumberMode": 1,
            "PM": "PM",
            "PositiveSign": "",
            "ShowWeeks": False,
            "ThousandSeparator": ",",
            "Time24": True,
            "TimeMarkerPosition": 0,
            "TimeSeparator": ":",
            "WorkDayEndHour": 1020,
            "WorkDays": 62,
            "WorkDayStartHour": 480,
        },
        related={"TimeZone": lambda options: shape_entity(_build_time_zone(call), options)},
        links=("InstalledLanguages", "TimeZones"),
        unsupported=unbuilt.REGIONAL,
    )


def _build_time_zone(call: Call) -> Resource:
    if call.site.time_zone not in _ZONES:
        raise UnsupportedError(what=f"SharePoint's number for the time zone {call.site.time_zone}")
    number, description, bias, daylight = _ZONES[call.site.time_zone]
    information = {"Bias": bias, "DaylightBias": daylight, "StandardBias": 0}
    return Resource(
        "SP.TimeZone",
        "Web/RegionalSettings/TimeZone",
        {
            "Description": description,
            "Id": number,
            "Information": Complex("SP.TimeZoneInformation", information),
        },
    )
