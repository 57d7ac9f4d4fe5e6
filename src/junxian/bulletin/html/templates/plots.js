var PLOTS = (function () {
  "use strict";
  var root = document.documentElement, observer = null, drawn = [];
  var RED = "#b3191f", INK = "#1f2328", GREY = "#6a6f76", QUIET = "#c8c6bf", LEAD = "#6f93b3", LAG = "#d97b6c", BAND = "#a9bdd0";
  var LEADS = [[5, "#2c5f8a"], [20, "#7d9fbd"], [50, "#d3dfe9"], [80, "#f3dcd7"], [95, "#d98f82"], [Infinity, RED]];
  var TOGETHER = [[-0.6, "#2c5f8a"], [-0.4, "#7d9fbd"], [-0.2, "#bccfdf"], [0.2, "#f4f3ef"], [0.4, "#f3dcd7"], [0.6, "#e6b4aa"], [0.8, "#d98f82"], [Infinity, "#c4584a"]];
  var BRANCHES = ["#2c5f8a", "#3f7f5c", "#a97708", "#6f5b8f", "#b0613f", "#4b7f8c", "#9a4a5b", "#7d838a"];
  var CHOICES = { weights: "#2c5f8a", normalisation: "#a97708", aggregation: "#6f5b8f", rest: QUIET };

  function english() { return root.classList.contains("en"); }
  function word(zh, en) { return english() ? en || zh : zh; }
  function escapeText(s) { var d = document.createElement("i"); d.textContent = s; return d.innerHTML; }
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }

  function read(element) {
    var other = english() ? "zh" : "en";
    return Array.prototype.map.call(element.childNodes, function (node) {
      if (node.nodeType === 3) { return node.nodeValue; }
      return node.lang === other || node.className === "code" || node.className === "tag" ? "" : read(node);
    }).join("").trim();
  }

  function parse(text) {
    var number = parseFloat(text.replace(/−/g, "-").replace(/[,+]/g, ""));
    return isNaN(number) ? null : number;
  }

  function pick(steps, value) {
    for (var i = 0; i < steps.length; i++) { if (value < steps[i][0]) { return steps[i][1]; } }
    return steps[steps.length - 1][1];
  }

  function bare(position, extra) {
    var axis = { show: false, position: position };
    Object.keys(extra).forEach(function (key) { axis[key] = extra[key]; });
    return axis;
  }

  function bar(extra) {
    var series = { type: "bar", animation: false, itemStyle: {}, emphasis: { disabled: true } };
    Object.keys(extra).forEach(function (key) { series[key] = extra[key]; });
    return series;
  }

  function listFall(table) {
    return all(table, "tbody tr").map(function (row) {
      var cells = row.cells;
      return { name: read(cells[0]), points: parse(cells[5].textContent), told: cells[5].textContent, own: read(cells[1]), middle: read(cells[2]), unit: read(cells[3]), isFrom: row.className === "from" };
    }).filter(function (one) { return one.points !== null; });
  }

  function fall(figure, width) {
    var steps = listFall(figure.parentNode.querySelector("table.contrib")), reached = 0, bars = [];
    steps.forEach(function (one) {
      var before = one.isFrom ? null : reached;
      reached = one.isFrom ? one.points : reached + one.points;
      bars.push({ from: before, to: reached, one: one });
    });
    bars.push({ from: null, to: parse(figure.dataset.score), one: { name: word("指标得分", "Score"), told: figure.dataset.score } });
    var ends = bars.map(function (b) { return b.to; }), low = Math.min.apply(null, ends), high = Math.max.apply(null, ends);
    var names = Math.min(200, width * 0.34), room = (high - low || 1) * Math.max(0.12, 40 / (width - names - 60)), floor = low - room;
    function starts(b) { return b.from === null ? floor : Math.min(b.from, b.to); }
    return { height: bars.length * 20 + 26, option: {
      grid: { left: names + 8, right: 8, top: 2, bottom: 22 },
      xAxis: { type: "value", min: floor, max: high + room, axisLabel: { formatter: function (v) { return v.toFixed(1); }, showMinLabel: false, showMaxLabel: false, fontSize: 10 }, splitLine: { lineStyle: { color: "#eceae4" } } },
      yAxis: { type: "category", inverse: true, data: bars.map(function (b) { return b.one.name; }), axisTick: { show: false }, axisLabel: { width: names, overflow: "truncate", fontSize: 11.5, color: INK, interval: 0 } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, formatter: function (p) {
        var one = bars[p[0].dataIndex].one, lines = ["<b>" + escapeText(one.name) + "</b> " + escapeText(one.told)];
        if (one.own) { lines.push(word("本县 ", "here ") + escapeText(one.own) + word("，本类中位 ", ", class median ") + escapeText(one.middle) + " " + escapeText(one.unit)); }
        return lines.join("<br>");
      } },
      series: [
        bar({ stack: "fall", stackStrategy: "all", silent: true, itemStyle: { color: "transparent" }, data: bars.map(starts) }),
        bar({ stack: "fall", stackStrategy: "all", barWidth: "68%", data: bars.map(function (b) {
          var size = b.from === null ? b.to - floor : Math.abs(b.to - b.from);
          return { value: size, itemStyle: { color: b.from === null ? "#9aa5b1" : b.to < b.from ? LAG : LEAD } };
        }), label: { show: true, position: "right", fontSize: 10.5, color: INK, formatter: function (p) { return bars[p.dataIndex].one.told; } } })
      ]
    } };
  }

  function listOthers(figure) {
    var own = +figure.dataset.own, order = ORDERS[figure.dataset.order] || [];
    return (figure.dataset.leads || "").split(",").map(function (text, place) {
      return text === "" ? null : { share: parse(text), alike: text.slice(-1) === "~", name: order[place] };
    }).filter(function (one, place, list) { return list.length > 1 && own; });
  }

  function spread(figure, width) {
    var d = figure.dataset, of = +d.of, own = +d.own, shares = d.shares.split(",").map(Number), ranks = [], others = listOthers(figure);
    for (var i = 1; i <= of; i++) { ranks.push(i); }
    function share(rank) { return shares[rank - d.from] || 0; }
    var most = Math.max.apply(null, shares), across = Math.min(width, of * 40), grids = [{ left: 0, top: 2, width: across, height: 84 }, { left: 0, top: 108, width: across, height: 12 }, { left: 0, top: 123, width: across, height: 3 }];
    var told = others.length ? 3 : 1;
    return { height: told > 1 ? 128 : 106, option: {
      grid: grids.slice(0, told),
      xAxis: grids.slice(0, told).map(function (g, n) {
        return n ? bare("bottom", { type: "category", data: ranks, gridIndex: n }) : { type: "category", data: ranks, axisTick: { show: false }, axisLine: { lineStyle: { color: "#8d9197" } }, axisLabel: { fontSize: 10, color: GREY, interval: function (k) { return k === 0 || k === of - 1 || (k + 1) % Math.max(1, Math.round(of / 8)) === 0; }, hideOverlap: true } };
      }),
      yAxis: grids.slice(0, told).map(function (g, n) { return bare("left", { type: "value", gridIndex: n, min: 0, max: n ? 1 : most }); }),
      tooltip: { confine: true, formatter: function (p) {
        if (p.seriesIndex < 2) { return word("第" + ranks[p.dataIndex] + "名：", "rank " + ranks[p.dataIndex] + ": ") + share(ranks[p.dataIndex]).toFixed(1) + "%"; }
        var one = others[p.dataIndex];
        if (!one) { return word("本县", "this county"); }
        return "<b>" + escapeText(word(one.name[0], one.name[1])) + "</b><br>" + word("本县居前的情形 ", "this one leads in ") + one.share.toFixed(1) + "%" + (one.alike ? word("，不能区分先后", "; cannot be told apart") : "");
      } },
      series: [
        bar({ silent: true, barWidth: "100%", barGap: "-100%", itemStyle: { color: "#f1efe8" }, data: ranks.map(function (r) { return r >= d.low && r <= d.high ? most : 0; }) }),
        bar({ barWidth: "80%", z: 3, data: ranks.map(function (r) { return { value: share(r), itemStyle: { color: r === own ? RED : BAND } }; }) })
      ].concat(told > 1 ? [
        bar({ xAxisIndex: 1, yAxisIndex: 1, barWidth: "90%", data: others.map(function (one) { return { value: 1, itemStyle: { color: one ? pick(LEADS, one.share) : INK } }; }) }),
        bar({ xAxisIndex: 2, yAxisIndex: 2, barWidth: "100%", silent: true, itemStyle: { color: GREY }, data: others.map(function (one) { return one && one.alike ? 1 : 0; }) })
      ] : [])
    } };
  }

  function choices(figure, width) {
    var rows = all(figure.parentNode, "table.sure tbody tr").map(function (row) {
      var found = { name: read(row.cells[0]), shares: {}, names: {} };
      all(row, ".key").forEach(function (key) {
        var choice = key.className.replace("key c-", "");
        found.shares[choice] = parse(key.querySelector("b").textContent);
        found.names[choice] = read(key);
      });
      return found;
    }), names = Math.min(170, width * 0.3);
    return { height: rows.length * 26 + 24, option: {
      grid: { left: names + 8, right: 12, top: 2, bottom: 22 },
      xAxis: { type: "value", max: 100, axisLabel: { formatter: "{value}%", fontSize: 10 }, splitLine: { lineStyle: { color: "#eceae4" } } },
      yAxis: { type: "category", inverse: true, data: rows.map(function (r) { return r.name; }), axisTick: { show: false }, axisLabel: { width: names, overflow: "truncate", fontSize: 12, color: INK } },
      tooltip: { confine: true, formatter: function (p) { var row = rows[p.dataIndex]; return "<b>" + escapeText(row.name) + "</b><br>" + escapeText(row.names[p.seriesName]); } },
      series: Object.keys(CHOICES).map(function (choice) {
        return bar({ name: choice, stack: "choices", barWidth: "62%", itemStyle: { color: CHOICES[choice] }, data: rows.map(function (r) { return r.shares[choice] || 0; }),
          label: { show: true, fontSize: 10.5, color: choice === "rest" ? INK : "#fff", formatter: function (p) { return p.value >= 6 ? p.value + "%" : ""; } } });
      })
    } };
  }

  function growRings(table, column) {
    var nodes = {}, top = [];
    all(table, "tbody tr").forEach(function (row) {
      var points = parse(row.cells[column].firstChild ? row.cells[column].firstChild.nodeValue || "" : ""), code = row.dataset.code;
      if (!points) { return; }
      var above = nodes[row.dataset.parent], node = { name: read(row.cells[0]), code: code.replace(/@.*/, ""), points: points, depth: above ? above.depth + 1 : 0, children: [] };
      (above ? above.children : top).push(node);
      nodes[code] = node;
    });
    return top;
  }

  function colourRings(nodes, colour) {
    nodes.forEach(function (node, place) {
      var own = colour || BRANCHES[place % BRANCHES.length];
      node.itemStyle = { color: own, opacity: [1, 0.55, 0.32][Math.min(node.depth, 2)] };
      if (!node.children.length) { node.value = node.points; }
      colourRings(node.children, own);
    });
    return nodes;
  }

  function sun(figure, width) {
    var size = Math.min(width, 400), data = colourRings(growRings(document.querySelector("#certainty table.weights"), +figure.dataset.column), "");
    function shorten(name) { return name.length <= 11 ? name : name.split(" ")[0].slice(0, 11); }
    function label(p) { var n = p.data; return (n.depth ? n.code : shorten(n.name)) + "\n" + n.points; }
    var levels = [{}, { r0: "16%", r: "46%" }, { r0: "46%", r: "80%" }, { r0: "80%", r: "93%", label: { show: false } }, { r0: "93%", r: "99%", label: { show: false } }];
    if (!data.some(function (node) { return node.children.some(function (own) { return own.children.length; }); })) {
      levels[1].r = levels[2].r0 = "52%";
      levels[2].r = "98%";
    }
    levels[1].label = { rotate: 0, minAngle: 20, fontSize: 11, fontWeight: 700, color: "#fff", lineHeight: 14 };
    levels[2].label = { rotate: 0, minAngle: 11, fontSize: 10, color: INK, lineHeight: 12 };
    return data.length ? { height: size, width: size, option: {
      tooltip: { confine: true, formatter: function (p) { return p.data && p.data.name ? escapeText(p.data.name) + " <b>" + p.data.points + "</b>" : ""; } },
      series: [{ type: "sunburst", data: data, sort: null, nodeClick: false, animation: false, radius: ["16%", "99%"], itemStyle: { borderColor: "#fff", borderWidth: 1 }, emphasis: { focus: "none" }, label: { formatter: label }, levels: levels }]
    } } : null;
  }

  function heat(figure, width) {
    var rows = all(figure, "table.corr tbody tr"), cells = [], names = Math.min(190, width * 0.36), count = rows.length;
    var codes = rows.map(function (row) { return row.querySelector(".code").textContent; }), told = rows.map(function (row) { return read(row.cells[0]); });
    rows.forEach(function (row, y) {
      all(row, "td").forEach(function (cell, x) {
        var r = parse(cell.textContent);
        if (r !== null) { cells.push({ value: [x, y, r / 100], itemStyle: { color: pick(TOGETHER, r / 100) } }); }
      });
    });
    var side = Math.min(26, (width - names - 14) / count);
    return { height: count * side + 40, width: names + 14 + count * side, option: {
      grid: { left: names + 8, top: 2, width: count * side, height: count * side },
      xAxis: { type: "category", data: codes, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { fontSize: 9.5, color: GREY, interval: 0, rotate: side < 24 ? 90 : 0 } },
      yAxis: { type: "category", inverse: true, data: told.map(function (name, n) { return codes[n] + " " + name; }), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { fontSize: 11, color: INK, width: names, overflow: "truncate", interval: 0 } },
      tooltip: { confine: true, formatter: function (p) { return escapeText(told[p.value[1]]) + "<br>" + escapeText(told[p.value[0]]) + "<br>r = <b>" + p.value[2].toFixed(2) + "</b>"; } },
      series: [{ type: "heatmap", data: cells, animation: false, itemStyle: { borderColor: "#fff", borderWidth: 1 }, emphasis: { itemStyle: { borderColor: INK } },
        label: { show: side >= 20, fontSize: 9.5, color: INK, formatter: function (p) { return (100 * p.value[2]).toFixed(0).replace("-", "−"); } } }]
    } };
  }

  var MAKERS = { fall: fall, spread: spread, choices: choices, sun: sun, heat: heat };

  function plot(figure, width) {
    var made = MAKERS[figure.dataset.plot](figure, width), box = figure.querySelector(".plot");
    if (!made) { return; }
    if (!box) {
      box = document.createElement("div");
      box.className = "plot";
      figure.insertBefore(box, figure.firstChild);
      all(figure, ".scroll").forEach(function (table) { table.classList.add("sr"); });
    }
    box.style.width = (made.width || width) + "px";
    box.style.height = made.height + "px";
    show(box, made.option, figure.querySelector("figcaption"));
  }

  function open(box, size) {
    var chart = echarts.init(box, null, { renderer: "svg", width: size.width, height: size.height });
    drawn.push(chart);
    return chart;
  }

  function show(box, option, caption) {
    var chart = echarts.getInstanceByDom(box);
    if (chart) { chart.resize(); } else { chart = open(box, {}); }
    option.animation = false;
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    option.aria = { enabled: true, label: { description: caption ? read(caption) : "" } };
    chart.setOption(option, true);
  }

  function strip(cell) {
    var d = cell.dataset.strip.split(",").map(Number), rank = d[0], low = d[1], high = d[2], of = d[3], box = document.createElement("div");
    open(box, { width: 200, height: 12 }).setOption({
      animation: false,
      grid: { left: 6, right: 6, top: 0, bottom: 0 },
      xAxis: bare("bottom", { type: "value", min: 1, max: Math.max(2, of) }),
      yAxis: { type: "category", data: [""], axisTick: { show: false }, axisLabel: { show: false }, axisLine: { show: false }, splitArea: { show: false } },
      tooltip: { trigger: "axis", appendTo: "body", axisPointer: { type: "none" }, formatter: function () {
        return "<b>" + escapeText(read(cell.parentNode.querySelector("th a"))) + "</b><br>" + word("名次 ", "rank ") + rank + "/" + of + word("，区间 ", ", interval ") + low + "–" + high;
      } },
      series: [
        bar({ stack: "band", silent: true, barWidth: 6, itemStyle: { color: "transparent" }, data: [low - 0.12] }),
        bar({ stack: "band", barWidth: 6, z: 2, itemStyle: { color: BAND, borderRadius: 3 }, data: [high - low + 0.24] }),
        { type: "scatter", symbolSize: 7, z: 4, animation: false, itemStyle: { color: RED }, emphasis: { disabled: true }, data: [[rank, 0]] }
      ]
    });
    cell.appendChild(box);
  }

  function drawStrips(where, isAll) {
    var cells = all(where, "td[data-strip]").filter(function (cell) { return !cell.firstElementChild; });
    if (isAll || !window.IntersectionObserver) { cells.forEach(strip); return; }
    observer = observer || new IntersectionObserver(function (seen) {
      seen.forEach(function (one) {
        if (one.isIntersecting) { observer.unobserve(one.target); if (!one.target.firstElementChild) { strip(one.target); } }
      });
    }, { rootMargin: "400px" });
    cells.forEach(function (cell) { observer.observe(cell); });
  }

  function draw(where, width) {
    drawn = drawn.filter(function (chart) {
      var stays = document.contains(chart.getDom());
      if (!stays) { chart.dispose(); }
      return stays;
    });
    all(where, "figure[data-plot]").forEach(function (figure) {
      if (figure.offsetParent !== null) { plot(figure, Math.min(width || figure.clientWidth, 760)); }
    });
    drawStrips(where, !!width);
  }

  return { draw: draw };
}());
