"""The screens of local editors of courses. Forbidden and unknown give 404."""

from django.utils.translation import gettext_lazy as _

from lms.additions.forms import AdditionForm
from lms.additions.services import DESK
from organisations.proposing.views import Screens, Words, fill_in, look, press

_SCREENS = Screens(
    desk=DESK,
    form=AdditionForm,
    words=Words(
        all=_("Additions to courses"),
        back_to_all=_("All additions"),
        lead=_(
            "What your part of the organisation adds to a module, for who works there. One person "
            "writes it, another approves it. The course itself stays the same for everybody."
        ),
        write=_("Write an addition"),
        end=_("End an addition earlier"),
        nothing_yet=_("Nothing was approved yet. Modules read as they are for the whole Rijk."),
        judges=_(
            "Another local editor of the courses answers this, of this part of the organisation or "
            "of one above it. Whoever sent it in cannot do that."
        ),
        nobody_for_one=_(
            "There is nobody yet who can approve for this part of the organisation. Ask the "
            "administrator for a second local editor of the courses."
        ),
        nobody_for_some=_(
            "There is nobody yet who can approve for these parts of the organisation. Ask the "
            "administrator for a second local editor of the courses."
        ),
    ),
    all="learning:additions",
    one="learning:addition",
    base="lms/additions/base.html",
    badge="lms/additions/badge.html",
    details="lms/additions/below.html",
    repeats=True,
)

additions = look(_SCREENS.overview)
addition = look(_SCREENS.approved)
proposal = look(_SCREENS.proposal)
write = fill_in(_SCREENS.write)
again = fill_in(_SCREENS.again)
change = fill_in(_SCREENS.change)
end = fill_in(_SCREENS.end)
back = fill_in(_SCREENS.back)
send_in = press(_SCREENS.propose)
take = press(_SCREENS.take_back)
agree = press(_SCREENS.approve)
