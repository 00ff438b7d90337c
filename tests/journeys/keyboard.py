"""Going through pages with the keyboard, with a look at every stop.

Every stop of the Tab key can be seen, nothing lies over it, it shows that it has the focus, and it
comes after the stop before it in the order of the page.
"""

import pytest
from playwright.sync_api import Page

MOST_STOPS = 60

# Says what is wrong with the element that has the focus, and remembers it for the next stop.
FOCUS = """
() => {
  const stop = document.activeElement, wrong = [];
  const [box] = stop.getClientRects();
  if (!box || !box.width || !box.height) return ["has no size"];
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) wrong.push("is outside the window");
  else {
    const top = document.elementFromPoint(x, y);
    if (!stop.contains(top) && !top?.contains(stop))
      wrong.push("lies under " + top?.outerHTML.slice(0, 80));
  }
  const shows = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A radio button may let the card around it show the focus.
  if (!shows(stop) && !shows(stop.closest("label") ?? stop)) wrong.push("does not show the focus");
  if (stop.tabIndex > 0) wrong.push("jumps the queue");
  const before = window.stopBefore?.isConnected ? window.stopBefore : document;
  // A date has several stops in one field.
  if (before !== stop
    && !(before.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING))
    wrong.push("comes before the stop before it");
  window.stopBefore = stop;
  return wrong;
}
"""


def tab(page: Page) -> None:
    """Press Tab, and look at where that leads."""
    page.keyboard.press("Tab")
    wrong = page.evaluate(FOCUS)
    if wrong:
        html = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        pytest.fail(f"On {page.url} this stop {' and '.join(wrong)}:\n{html}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the first element that fits."""
    for _stop in range(MOST_STOPS):
        tab(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} on {page.url} is not reached in {MOST_STOPS} stops")
