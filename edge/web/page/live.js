"use strict";

const LEFT = [[11, 13], [13, 15], [23, 25], [25, 27], [27, 29], [29, 31], [27, 31]];
const RIGHT = [[12, 14], [14, 16], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32]];
const TRUNK = [[11, 12], [23, 24], [11, 23], [12, 24]];
const JOINTS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const NEWS_SHOWN = 60;

const at = (id) => document.getElementById(id);
const write = (id, text) => { if (at(id).textContent !== text) at(id).textContent = text; };

/* The stick figure. Pictures come when they come; one is drawn at each refresh of the screen. */
const canvas = at("body");
let figure = null;
let waiting = false;

function draw() {
  waiting = false;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  at("nobody").hidden = Boolean(figure);
  if (!figure) return;
  const scale = Math.min(width / figure.w, height / figure.h);
  const [dx, dy] = [(width - figure.w * scale) / 2, (height - figure.h * scale) / 2];
  const place = (i) => figure.points[i] && [figure.points[i][0] * scale + dx, figure.points[i][1] * scale + dy];
  const color = getComputedStyle(document.documentElement);
  pen.lineCap = "round";
  pen.lineWidth = Math.max(3, figure.h * scale / 90);
  for (const [bones, name] of [[RIGHT, "--right"], [TRUNK, "--trunk"], [LEFT, "--left"]]) {
    pen.strokeStyle = color.getPropertyValue(name);
    pen.beginPath();
    for (const [from, to] of bones) {
      const [a, b] = [place(from), place(to)];
      if (a && b) { pen.moveTo(...a); pen.lineTo(...b); }
    }
    pen.stroke();
  }
  drawHead(pen, place, color.getPropertyValue("--trunk"));
  pen.fillStyle = color.getPropertyValue("--ink");
  for (const joint of JOINTS) {
    const point = place(joint);
    if (!point) continue;
    pen.beginPath();
    pen.arc(...point, pen.lineWidth * 0.75, 0, 2 * Math.PI);
    pen.fill();
  }
}

function drawHead(pen, place, stroke) {
  const [nose, left, right] = [place(0), place(11), place(12)];
  if (!nose || !left || !right) return;
  const neck = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const reach = Math.hypot(nose[0] - neck[0], nose[1] - neck[1]);
  const radius = Math.max(reach * 0.42, 4);
  pen.strokeStyle = stroke;
  pen.beginPath();
  pen.arc(...nose, radius, 0, 2 * Math.PI);
  if (reach > radius) {
    pen.moveTo(...neck);
    pen.lineTo(neck[0] + (nose[0] - neck[0]) * (1 - radius / reach), neck[1] + (nose[1] - neck[1]) * (1 - radius / reach));
  }
  pen.stroke();
}

function drawSoon() {
  if (!waiting) { waiting = true; requestAnimationFrame(draw); }
}

/* The board: everything that is written. */
let cueShown = "";
let cueTimer = 0;

function showCue(cue, isNew) {
  if (!cue || !isNew) return;
  const banner = at("cue");
  banner.textContent = cue.text;
  banner.className = `banner-cue ${cue.priority}`;
  banner.hidden = false;
  clearTimeout(cueTimer);
  cueTimer = setTimeout(() => { banner.hidden = true; }, 1000 * cue.shown_s);
}

function showLines(id, lines) {
  const box = at(id);
  box.hidden = lines.length === 0;
  box.querySelector("ul").replaceChildren(...lines.map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
}

function wornLine(worn) {
  if (worn.guided) return `${worn.where}: tap three times or swing your arms`;
  const late = worn.late_ms ? `${worn.late_ms[0]} ± ${worn.late_ms[1]} ms late` : "not aligned yet";
  return `${worn.side ? `${worn.side} ` : ""}${worn.where}: ${late}`;
}

function showHealth(health) {
  if (!health) return;
  const away = health.links.filter((link) => !link.link);
  write("fps", `${health.fps.toFixed(1)} frames/s`);
  write("latency", health.answer_ms.p95_ms === null ? "" : `answer ${health.answer_ms.p50_ms} ms, 95 % within ${health.answer_ms.p95_ms} ms`);
  write("links", health.links.filter((link) => link.link).map((link) => `${link.source} on`).join(", "));
  const heart = health.heart;
  const zone = heart && heart.zone !== null ? `, zone ${heart.zone}` : "";
  write("heart", heart ? `♥ ${Math.round(heart.bpm)} (${Math.round(heart.age_s)} s ago${zone})` : "");
  write("worn", health.worn.map(wornLine).join(", "));
  at("align").hidden = !health.worn.some((worn) => !worn.guided);
  write("recording", health.recording ? "recording" : "not recording");
  return [...health.troubles, ...away.map((link) => `${link.source} is away: ${link.reason}`)];
}

const shows = {
  board(board) {
    write("reps", String(board.reps));
    write("good", String(board.good));
    write("score", board.score === null ? "–" : String(board.score));
    write("exercise", board.exercise || "\u00a0");
    const key = JSON.stringify(board.cue);
    showCue(board.cue, key !== cueShown);
    cueShown = key;
    showLines("mistakes", board.mistakes);
    write("nobody", board.mistakes.length ? "no camera is open" : "waiting for a person");
    showLines("troubles", [...(showHealth(board.health) || []), ...board.view]);
  },
  news(line) {
    const item = document.createElement("li");
    item.className = line.kind + (line.good === true ? " good" : line.good === false ? " faulty" : "");
    item.textContent = line.text;
    at("news").prepend(item);
    while (at("news").children.length > NEWS_SHOWN) at("news").lastChild.remove();
  },
  frame(body) {
    figure = body;
    drawSoon();
  },
};

/* The line to the daemon. It comes back by itself. */
function connect(pause) {
  const line = new WebSocket(`ws://${location.host}/live`);
  at("align").onclick = () => line.send(JSON.stringify({ name: "align", value: "start" }));
  line.onopen = () => { pause = 500; at("news").replaceChildren(); write("connection", "live"); at("connection").classList.remove("lost"); };
  line.onmessage = ({ data }) => { for (const { kind, body } of JSON.parse(data)) shows[kind](body); };
  line.onclose = () => {
    write("connection", "EdgeCoach does not answer; trying again");
    at("connection").classList.add("lost");
    setTimeout(connect, pause, Math.min(pause * 2, 8000));
  };
}

window.addEventListener("resize", drawSoon);
connect(500);
