(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("gallery-data").textContent);
  const list = document.getElementById("gallery-list");
  const count = document.getElementById("gallery-count");
  const controls = document.getElementById("gallery-controls");
  const state = { category: "", metric: "", system: data.comparable.length > 1 ? "" : "0", order: "", seed: "", text: "", plays: true };

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function choice(title, key, options) {
    const label = element("label", title);
    const select = element("select");
    select.id = "gallery-" + key;
    for (const [value, text] of options) {
      const option = element("option", text);
      option.value = value;
      select.append(option);
    }
    select.addEventListener("change", () => { state[key] = select.value; show(); });
    label.append(select);
    controls.append(label);
  }

  const seeds = [...new Set(data.items.flatMap((item) => item.clips.map((clip) => clip.seed)))]
    .filter((seed) => seed !== undefined && seed !== null)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

  function buildControls() {
    choice("Category", "category", [["", "all"], ...data.categories.map((name, place) => [String(place), name])]);
    choice("Sort by", "metric", [["", "suite order"], ...data.metrics.map((metric, place) => [String(place), metric.title])]);
    // A mean over systems holds only those that compare with each other.
    const mean = data.comparable.length === data.systems.length ? "mean of all systems" : "mean of the ranked systems";
    choice("of", "system", [...(data.comparable.length > 1 ? [["", mean]] : []), ...data.systems.map((system, place) => [String(place), system.title])]);
    choice("Order", "order", [["", "best first"], ["worst", "worst first"], ["up", "lowest first"], ["down", "highest first"]]);
    if (seeds.length > 1) choice("Seed", "seed", [["", "all"], ...seeds.map((seed) => [seed, seed])]);
    const label = element("label", "Find");
    const input = element("input");
    input.type = "search";
    input.placeholder = "sample or prompt";
    input.id = "gallery-text";
    input.addEventListener("input", () => { state.text = input.value.toLowerCase(); show(); });
    label.append(input);
    const play = element("button", "Pause all");
    play.type = "button";
    play.addEventListener("click", () => {
      state.plays = !state.plays;
      play.textContent = state.plays ? "Pause all" : "Play all";
      for (const video of list.querySelectorAll("video")) state.plays ? start(video) : video.pause();
    });
    controls.append(label, play);
    controls.hidden = false;
  }

  // A browser may refuse to play; the first frame stays.
  function start(video) { const started = video.play(); if (started) started.catch(() => {}); }

  function clipsOf(item) {
    return item.clips.filter((clip) => state.seed === "" || clip.seed === undefined || clip.seed === null || clip.seed === state.seed);
  }

  function valueOf(item) {
    const place = Number(state.metric);
    const values = clipsOf(item)
      .filter((clip) => state.system === "" ? data.comparable.includes(clip.system) : clip.system === Number(state.system))
      .map((clip) => clip.values[place])
      .filter((value) => value !== null && value !== undefined);
    return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  }

  function falls() {
    if (state.order === "up") return false;
    if (state.order === "down") return true;
    const higher = data.metrics[Number(state.metric)].higher !== false;
    return state.order === "worst" ? !higher : higher;
  }

  function chosen() {
    const items = data.items.filter((item) =>
      (state.category === "" || item.category === Number(state.category)) &&
      (state.text === "" || (item.sample + " " + (item.prompt || "")).toLowerCase().includes(state.text)));
    if (state.metric === "") return items;
    const sign = falls() ? -1 : 1;
    const keyed = items.map((item, place) => ({ item, place, value: valueOf(item) }));
    keyed.sort((a, b) => {
      if (a.value === null || b.value === null) {
        return (a.value === null) - (b.value === null) || a.place - b.place;
      }
      return sign * (a.value - b.value) || a.place - b.place;
    });
    return keyed.map((entry) => entry.item);
  }

  function scores(clip) {
    const facts = element("dl");
    data.metrics.forEach((metric, place) => {
      const value = clip.values[place];
      const known = value !== null && value !== undefined;
      const marked = state.metric === String(place) ? "sorted" : "";
      const name = element("dt", metric.title, marked);
      name.title = metric.title;
      facts.append(name, element("dd", known ? (value * metric.scale).toFixed(metric.decimals) + clip.marks[place] : "–", marked));
    });
    return facts;
  }

  function figure(title) {
    const box = element("div", undefined, "clip");
    const name = element("div", title, "title");
    name.title = title;
    box.append(name);
    return box;
  }

  function fill(node, item) {
    const heading = element("h4", item.sample + " ");
    heading.append(element("span", data.categories[item.category]));
    node.append(heading);
    if (item.prompt) node.append(element("p", item.prompt));
    const row = element("div", undefined, "row");
    const input = figure("Input");
    if (item.input) {
      const image = element("img");
      image.loading = "lazy";
      image.alt = "input image of " + item.sample;
      image.src = item.input;
      input.append(image);
    } else {
      input.append(element("div", "no input image", "none"));
    }
    row.append(input);
    for (const clip of clipsOf(item)) {
      const system = data.systems[clip.system].title;
      const box = figure(seeds.length > 1 && clip.seed ? system + ", seed " + clip.seed : system);
      const video = element("video");
      Object.assign(video, { muted: true, loop: true, playsInline: true, controls: true, preload: "metadata" });
      video.addEventListener("error", () => {
        const link = element("a", "cannot be played here: open the file");
        link.href = clip.path;
        const note = element("div", undefined, "none");
        note.append(link);
        video.replaceWith(note);
      });
      video.src = clip.path;
      box.append(video, scores(clip));
      row.append(box);
    }
    node.append(row);
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const node = entry.target;
      if (entry.isIntersecting && !node.firstChild) fill(node, node.item);
      for (const video of node.querySelectorAll("video")) {
        entry.isIntersecting && state.plays ? start(video) : video.pause();
      }
    }
  }, { rootMargin: "300px" });

  function show() {
    watcher.disconnect();
    list.replaceChildren();
    const items = chosen();
    const shown = document.createDocumentFragment();
    for (const item of items) {
      const node = element("section", undefined, "item");
      node.item = item;
      shown.append(node);
    }
    list.append(shown);
    for (const node of list.children) watcher.observe(node);
    count.textContent = items.length + " of " + data.items.length + " samples; videos load when they come into view.";
  }

  buildControls();
  show();
})();
