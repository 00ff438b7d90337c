"""The outbox: messages to persons, each sent once. Who is due is not decided here.

# <app>/notices.py, found by its name
NOTICES = (NoticeSpec(kind="exports.ready", title=_("..."), texts={...}, placeholders=(...)),)

# anywhere, inside the transaction of the change that it tells about
queue_notice(kind="exports.ready", key=f"exports.ready:{export.pk}", person=person,
             context={"title": "Figures per ministry", "link": "/exporten/"})
"""
