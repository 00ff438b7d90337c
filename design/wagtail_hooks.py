"""Let Wagtail's admin work under the same content security policy as the site.

Wagtail starts its pickers, choosers and inline panels with scripts inside the page, which the
policy refuses. Here and in `templates/wagtailadmin/` they become `<template data-admin-start>`
elements with the same data; `admin.js` starts them, also those of rows that are added later.
"""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


@hooks.register("insert_global_admin_js")
def admin_script() -> SafeString:
    """Load the script that starts widgets; after jQuery, before the page itself."""
    return format_html('<script src="{}"></script>', static("design/admin.js"))


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """Give the admin the colours of the house; the userbar on the site takes this along."""
    return format_html('<link rel="stylesheet" href="{}">', static("design/admin.css"))


def render_chooser(
    self: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any] | None = None,
    renderer: Any = None,  # noqa: ARG001  Django's signature
) -> SafeString:
    """Render a chooser with what starts it as data, where Wagtail writes a script."""
    if not attrs or "id" not in attrs:
        raise TypeError("BaseChooser cannot be rendered without an 'id' attribute")
    value_data = self.get_value_data(value)
    return format_html(
        '{}<template data-admin-start="{}" data-admin-id="{}" data-admin-options="{}"></template>',
        self.render_html(name, value_data, attrs),
        "createTaskChooser" if isinstance(self, AdminTaskChooser) else self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, value_data)),
    )


# Every chooser inherits this one method; Wagtail offers no setting for it.
BaseChooser.render = render_chooser
