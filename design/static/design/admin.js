/* Starts what Wagtail's admin would start with scripts inside the page, which our content
   security policy refuses. Each <template data-admin-start> names what to start and with which
   data; an observer also sees those of rows and dialogs that come later. */
(() => {
  "use strict";

  const FUNCTIONS = ["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"];
  const CLASS = /^([A-Z]\w*)?(Chooser|Panel)$/;
  const started = new WeakSet();

  function start(element) {
    const { adminStart: name, adminId: id, adminOptions: options } = element.dataset;
    // Its own script may still have to come: then the pass over the whole page starts it.
    if (started.has(element) || typeof window[name] !== "function") return;
    started.add(element);
    const values = options ? [JSON.parse(options)] : [];
    if (id) values.unshift(id);
    if (FUNCTIONS.includes(name)) window[name](...values);
    else if (CLASS.test(name)) new window[name](...values);
  }

  function startWithin(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("template[data-admin-start]")) start(node);
    else node.querySelectorAll("template[data-admin-start]").forEach(start);
  }

  document.addEventListener("DOMContentLoaded", () => startWithin(document.body));

  /* Rich text writes <style> elements and style attributes. The policy refuses both, but allows the
     same from a script: so a <template> stands in for the element, and its text becomes a sheet. */
  const sheets = new WeakMap();
  const { createElement } = Document.prototype;
  const { setAttribute } = Element.prototype;

  Document.prototype.createElement = function (name, options) {
    const own = this === document && String(name).toLowerCase() === "style";
    const element = createElement.call(this, own ? "template" : name, options);
    if (own) sheets.set(element, new CSSStyleSheet());
    return element;
  };

  Element.prototype.setAttribute = function (name, value) {
    // The image cropper asks in this way whether a browser without touch would know a handler.
    if (value === "return;" && /^ontouch/.test(name)) return;
    if (name === "style" && this.style) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };

  function adopt(element) {
    const sheet = sheets.get(element);
    if (!sheet) return;
    sheet.replaceSync(element.textContent || element.content.textContent);
    const others = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
    document.adoptedStyleSheets = element.isConnected ? [...others, sheet] : others;
  }

  function adoptWithin(node) {
    adopt(node);
    if (node.nodeType === Node.ELEMENT_NODE) node.querySelectorAll("template").forEach(adopt);
  }

  new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      addedNodes.forEach(startWithin);
      [target, target.parentNode].forEach(adopt);
      [...addedNodes, ...removedNodes].forEach(adoptWithin);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });

  const jQuery = window.jQuery;
  if (!jQuery) return;

  /* jQuery runs a <script src> in fetched HTML by writing a script into the page. An element with
     an address does the same and is allowed; what the page has already is not loaded again. */
  let known = null;
  document.addEventListener("DOMContentLoaded", () => {
    known = new Set([...document.scripts].map((script) => script.src));
  });
  jQuery._evalUrl = (address) => {
    const url = new URL(address, document.baseURI).href;
    if (!known || known.has(url)) return;
    known.add(url);
    const script = document.createElement("script");
    script.src = url;
    script.async = false;
    document.head.append(script);
  };

  /* jQuery UI measures a scroll bar with style attributes; properties are allowed. */
  if (jQuery.position) {
    jQuery.position.scrollbarWidth = () => {
      const outer = document.createElement("div");
      Object.assign(outer.style, { position: "absolute", width: "200px", height: "200px", overflow: "scroll" });
      document.body.append(outer);
      const width = outer.offsetWidth - outer.clientWidth;
      outer.remove();
      return width;
    };
  }
})();
