(function () {
  "use strict";
  var root = document.documentElement, main = document.getElementById("main"), page = document.getElementById("page");
  var find = document.getElementById("find"), title = document.title;
  function english() { return root.classList.contains("en"); }

  function setLanguage(code) {
    root.className = code;
    root.lang = code === "en" ? "en" : "zh-CN";
    drawAll();
  }

  function showPage() {
    var hash = decodeURIComponent(location.hash.slice(1)), source = document.getElementById("p" + hash);
    page.textContent = "";
    page.hidden = !source;
    main.hidden = !!source;
    if (!source) {
      document.title = title;
      var target = hash && document.getElementById(hash);
      if (target) { target.scrollIntoView(); }
      drawAll();
      return;
    }
    page.appendChild(source.content.cloneNode(true));
    document.title = page.querySelector("h1").innerText + " " + title;
    window.scrollTo(0, 0);
    page.focus({ preventScroll: true });
    drawAll();
  }

  function goToFound() {
    var text = find.value.trim(), code = (text.match(/\d{4,12}$/) || [""])[0];
    if (!code && text) {
      var options = document.querySelectorAll("#areas-list option");
      for (var i = 0; i < options.length && !code; i++) {
        var known = (options[i].value + " " + options[i].textContent).toLowerCase();
        if (known.indexOf(text.toLowerCase()) >= 0) { code = options[i].value.split(" ").pop(); }
      }
    }
    if (code && document.getElementById("p" + code)) { location.hash = code; find.value = ""; find.blur(); }
  }

  var box = document.getElementById("map-box"), chart = null, printing = false, PAPER = 670;
  var measure = document.getElementById("map-measure"), only = document.getElementById("map-class");
  function word(zh, en) { return english() ? en || zh : zh; }

  function fillChoices() {
    var chosen = measure.value, kept = only.value;
    measure.textContent = only.textContent = "";
    MAP.measures.forEach(function (m) { measure.add(new Option(word(m.zh, m.en), m.key)); });
    only.add(new Option(word("全部", "all"), ""));
    MAP.classes.forEach(function (c) { only.add(new Option(word(c[1], c[2]), c[0])); });
    measure.value = chosen || MAP.measures[0].key;
    only.value = kept;
  }

  function shade(key, values) {
    if (key === "state") {
      return { type: "piecewise", categories: MAP.states.map(function (s) { return s[0]; }),
        inRange: { color: MAP.states.map(function (s) { return s[4]; }) },
        formatter: function (v) { var s = MAP.states.filter(function (x) { return x[0] === v; })[0]; return s[3] + " " + word(s[1], s[2]); } };
    }
    if (key === "place") {
      var colours = ["#8f1519", "#cc6a5c", "#a9bdd0", "#dfe6ec"], names = english() ?
        ["first quarter", "second", "third", "last quarter"] : ["前25%", "25%–50%", "50%–75%", "后25%"];
      return { type: "piecewise", pieces: colours.map(function (c, i) {
        return { gt: 25 * i, lte: 25 * (i + 1), label: names[i], color: c }; }) };
    }
    var low = values.length ? Math.min.apply(null, values) : 0, high = values.length ? Math.max.apply(null, values) : 1;
    return { type: "continuous", min: low, max: high > low ? high : low + 1, calculable: false, itemWidth: 14, itemHeight: 180,
      text: [number(high), number(low)], inRange: { color: key === "width" ? ["#e6edf3", "#2c5f8a"] : ["#f4e6e2", "#d48a7d", "#8f1519"] } };
  }

  function number(v) { return v === null || v === undefined ? "—" : v.toLocaleString("en-US", { maximumFractionDigits: 2 }); }
  function escapeText(s) { var d = document.createElement("i"); d.textContent = s; return d.innerHTML; }

  function tell(area) {
    var state = MAP.states.filter(function (s) { return s[0] === area.state; })[0], city = MAP.cities[area.city] || ["", ""];
    var lines = ["<b>" + escapeText(word(area.zh, area.en)) + "</b> " + escapeText(word(city[0], city[1])),
      escapeText(word(area.class_zh || "", area.class_en || "")),
      word("得分 ", "score ") + number(area.total) + word("，名次 ", ", rank ") + (area.rank === null ? "—" : area.rank + "/" + area.of),
      word("名次区间 ", "interval ") + (area.rank_low === null ? "—" : area.rank_low + "–" + area.rank_high),
      word("底线 ", "lines ") + state[3] + " " + word(state[1], state[2])];
    MAP.measures.forEach(function (m) {
      if (m.key.indexOf("quota:") === 0) { lines.push(escapeText(word(m.zh, m.en)) + " " + number(area[m.key])); }
    });
    return lines.join("<br>");
  }

  function cut(name) {
    if (english()) {
      var plain = name.replace(/ (Autonomous )?(County|District|City|Prefecture)$/, "");
      return plain.length > 9 ? plain.slice(0, 8) + "…" : plain;
    }
    var short = name.replace(/^(.{2,3}?)(?:.{1,3}族)+自治县$/, "$1");
    if (short.length > 2) { short = short.replace(/(县|区|市|旗)$/, ""); }
    return short.length > 4 ? short.slice(0, 3) + "…" : short;
  }

  function areaData(area, key, scale) {
    var shown = (!only.value || area["class"] === only.value), value = shown ? area[key] : null;
    var has = value !== null && value !== undefined;
    return { name: area.code, value: has ? value : undefined, area: area,
      itemStyle: has ? {} : { areaColor: shown ? "#f0efec" : "#fafaf8" },
      label: { show: MAP.tiles, formatter: cut(word(area.zh, area.en)), color: has && scale(value) ? "#fff" : shown ? "#2b3036" : "#b5b5b0" } };
  }

  function darkness(key, values) {
    if (key === "place") { return function (v) { return v <= 50; }; }
    if (key === "state") { return function (v) { return v === "red" || v === "green" || v === "orange"; }; }
    var low = Math.min.apply(null, values), high = Math.max.apply(null, values);
    return function (v) { return (v - low) / ((high - low) || 1) > 0.6; };
  }

  function cityData(code) {
    var name = MAP.cities[code] || ["", ""];
    return { name: "city:" + code, itemStyle: { areaColor: "transparent", borderWidth: 0 }, emphasis: { disabled: true }, silent: true,
      label: { show: MAP.tiles, formatter: word(name[0], name[1]), color: "#4b5158", fontWeight: 700, fontSize: english() ? 9 : 11 } };
  }

  function drawAll() {
    drawMap();
    PLOTS.draw(main.hidden ? page : main, printing ? PAPER : 0);
  }

  function drawMap() {
    if (!box || typeof MAP === "undefined" || main.hidden) { return; }
    fillChoices();
    if (!chart) {
      echarts.registerMap("province", MAP.geojson);
      chart = echarts.init(box, null, { renderer: "svg" });
      chart.on("click", function (p) { if (p.data && p.data.area) { location.hash = p.name; } });
    }
    var key = measure.value, values = [];
    MAP.areas.forEach(function (a) {
      if ((!only.value || a["class"] === only.value) && typeof a[key] === "number") { values.push(a[key]); }
    });
    var frame = layOut(), scale = shade(key, values), dark = darkness(key, values);
    scale.left = 0; scale.bottom = 0; scale.orient = "horizontal"; scale.itemSymbol = "rect"; scale.textStyle = { fontSize: 12 };
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: word("各县（市、区）分布图，数值见各表", "Map of counties; every value stands in the tables") } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: { confine: true, formatter: function (p) { return p.data && p.data.area ? tell(p.data.area) : ""; } },
      visualMap: scale,
      series: [{ type: "map", map: "province", nameProperty: "code", aspectScale: MAP.tiles ? 1 : 0.87, selectedMode: false,
        left: frame.left, top: 2, width: frame.width, height: frame.height,
        itemStyle: { borderColor: "#fff", borderWidth: MAP.tiles ? 1 : 0.6, areaColor: "#f0efec" },
        emphasis: { label: { show: true }, itemStyle: { areaColor: "#f0d9a8" } },
        label: { fontSize: frame.font },
        data: MAP.areas.map(function (a) { return areaData(a, key, dark); }).concat(Object.keys(MAP.cities).map(cityData)) }]
    }, true);
  }

  function measureShapes() {
    var low = [Infinity, Infinity], high = [-Infinity, -Infinity];
    function walk(c) {
      if (typeof c[0] !== "number") { c.forEach(walk); return; }
      for (var i = 0; i < 2; i++) { low[i] = Math.min(low[i], c[i]); high[i] = Math.max(high[i], c[i]); }
    }
    MAP.geojson.features.forEach(function (f) { walk(f.geometry.coordinates); });
    return [high[0] - low[0], high[1] - low[1]];
  }

  function layOut() {
    var size = measureShapes(), ratio = MAP.tiles ? size[1] / size[0] : size[1] / (size[0] * 0.87);
    var width = printing ? PAPER : box.parentNode.clientWidth;
    if (MAP.tiles && !printing) { width = Math.max(width, Math.min(760, size[0] * 44)); }
    var drawn = MAP.tiles ? Math.min(width, size[0] * 44) : Math.min(width, 820), legend = 46;
    box.style.width = width + "px";
    box.style.height = drawn * ratio + legend + 8 + "px";
    chart.resize();
    return { left: (width - drawn) / 2, width: drawn, height: drawn * ratio, font: MAP.tiles ? Math.max(7, Math.min(12, drawn / size[0] * (english() ? 0.29 : 0.37))) : 9 };
  }

  document.getElementById("switch").addEventListener("click", function () { setLanguage(english() ? "zh" : "en"); });
  document.querySelector(".find").addEventListener("submit", function (e) { e.preventDefault(); goToFound(); });
  find.addEventListener("change", goToFound);
  if (box) {
    measure.addEventListener("change", drawMap);
    only.addEventListener("change", drawMap);
  }
  window.addEventListener("resize", function () { if (!printing) { drawAll(); } });
  document.addEventListener("toggle", function (e) { if (e.target.open && !printing) { drawAll(); } }, true);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
    printing = true;
    drawAll();
  });
  window.addEventListener("afterprint", function () { printing = false; drawAll(); });
  window.addEventListener("hashchange", showPage);
  if (/[?&]en\b/.test(location.search)) { setLanguage("en"); }
  showPage();
}());
