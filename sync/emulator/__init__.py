"""The local SharePoint: the part of the SharePoint REST API that the service uses, on this computer only.

It is sealed: nothing here imports the client that it is used to test. It is strict: what it does not know it answers
with 501 and a sentence that names what is missing.
"""
