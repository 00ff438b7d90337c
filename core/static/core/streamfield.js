// Editor side of core.streamfield: a child whose block type is not installed is one read-only line
// and its signed content goes back to the server as it came.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class KeptBlock {
    constructor(definition, placeholder, prefix, state, error) {
      this.blockDef = definition;
      this.type = definition.name;
      this.element = document.createElement("div");
      this.text = document.createElement("p");
      this.text.className = "help";
      this.errors = document.createElement("p");
      this.errors.className = "error-message";
      this.errors.setAttribute("role", "alert");
      this.input = document.createElement("input");
      this.input.type = "hidden";
      this.input.name = `${prefix}-signed`;
      this.element.append(this.text, this.errors, this.input);
      // Wagtail hands over a jQuery object in some versions and an element in others.
      const target = placeholder.get ? placeholder.get(0) : placeholder;
      target.replaceWith(this.element);
      this.setState(state);
      this.setError(error);
    }

    setState(state) {
      this.state = state || { type: "", signed: "" };
      this.input.value = this.state.signed;
      this.text.textContent = `${this.blockDef.meta.text} (${this.state.type})`;
    }

    setError(error) {
      const messages = (error && error.messages) || [];
      this.errors.textContent = messages.join(" ");
      this.errors.hidden = messages.length === 0;
    }

    getState() {
      return this.state;
    }

    getValue() {
      return this.state;
    }

    getTextLabel() {
      return this.state.type;
    }

    focus() {
      // There is nothing to type here.
    }
  }

  class KeptBlockDefinition {
    constructor(name, meta) {
      this.name = name;
      this.meta = meta;
    }

    render(placeholder, prefix, initialState, initialError) {
      return new KeptBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  class KeepingStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groupedChildBlockDefs, initialChildStates, meta, keptBlockDef) {
      super(name, groupedChildBlockDefs, initialChildStates, meta);
      // Known to the form, absent from the menu of blocks to add.
      this.childBlockDefsByName[keptBlockDef.name] = keptBlockDef;
    }
  }

  window.telepath.register("core.streamfield.KeptBlock", KeptBlockDefinition);
  window.telepath.register("core.streamfield.KeepingStreamBlock", KeepingStreamBlockDefinition);
})();
