"""The screens of local editors and of who approves addenda. Forbidden and unknown give 404."""

from django.utils.translation import gettext_lazy as _

from gir.forms.addenda import AddendumForm
from gir.services.addenda import DESK
from organisations.proposing.views import Screens, Words, fill_in, look, press

_SCREENS = Screens(
    desk=DESK,
    form=AddendumForm,
    words=Words(
        all=_("Addenda to the code"),
        back_to_all=_("All addenda"),
        lead=_(
            "What your part of the organisation adds to an article. One person writes it, another "
            "approves it."
        ),
        write=_("Write an addendum"),
        end=_("End an addendum earlier"),
        nothing_yet=_("Nothing was approved yet. Articles read as they are for the whole Rijk."),
        judges=_("An integrity coordinator answers this. Whoever sent it in cannot do that."),
        nobody_for_one=_(
            "There is nobody yet who can approve for this part of the organisation. Ask the "
            "administrator for an integrity coordinator."
        ),
        nobody_for_some=_(
            "There is nobody yet who can approve for these parts of the organisation. Ask the "
            "administrator for an integrity coordinator."
        ),
    ),
    all="gir:addenda",
    one="gir:addendum",
    base="gir/addenda/base.html",
    badge="gir/addenda/badge.html",
    details="gir/addenda/details.html",
)

addenda = look(_SCREENS.overview)
addendum = look(_SCREENS.approved)
proposal = look(_SCREENS.proposal)
write = fill_in(_SCREENS.write)
change = fill_in(_SCREENS.change)
end = fill_in(_SCREENS.end)
back = fill_in(_SCREENS.back)
send_in = press(_SCREENS.propose)
take = press(_SCREENS.take_back)
agree = press(_SCREENS.approve)
