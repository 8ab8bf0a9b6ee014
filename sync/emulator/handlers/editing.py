"""Somebody else's edit, on request: it comes between a client's reading and its writing."""

from sync.emulator.errors import SharePointError
from sync.emulator.handlers.call import Call
from sync.emulator.store.items import Stamp, update_cells
from sync.emulator.store.users import APP_ID, read_users


def edit_item(call: Call) -> None:
    """Save the item that a call is about as a person would, without a change; what is not there is left alone."""
    if "item_id" not in call.arguments:
        return
    people = [user.id for user in read_users(call.store) if user.id != APP_ID]
    try:
        update_cells(call.find_sheet(), call.read_number("item_id"), {}, Stamp(people[0] if people else APP_ID))
    except SharePointError:
        # The call itself will say what is wrong.
        return
