/// `/app.js`: what pages do better with a script, and do without it: follow the numbers of the moment, ask again for what is waited for,
/// dark or light, all boxes of a list at once.
package enum Script {
  package static let text = """
    "use strict";
    (() => {
      const root = document.documentElement, main = document.getElementById("main");
      const theme = document.getElementById("theme");
      let kept = null;
      try { kept = localStorage.getItem("theme"); } catch { }
      if (kept === "dark" || kept === "light") root.dataset.theme = kept;
      if (theme) {
        theme.hidden = false;
        theme.addEventListener("click", () => {
          const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
          root.dataset.theme = isDark ? "light" : "dark";
          try { localStorage.setItem("theme", root.dataset.theme); } catch { }
        });
      }
      for (const all of document.querySelectorAll("[data-all]")) {
        all.closest("label").hidden = false;
        all.addEventListener("change", () => {
          for (const box of document.querySelectorAll("input[name=\\"" + all.dataset.all + "\\"]")) box.checked = all.checked;
        });
      }
      if (main && "waiting" in main.dataset) setTimeout(() => { if (!document.hidden) location.reload(); }, 2000);
      if (!main || !main.dataset.live) return;
      const pause = document.getElementById("pause"), said = document.getElementById("said");
      let source = null, isPaused = false;
      const moment = (text) => text.slice(0, 10) + " " + text.slice(11, 19) + " UTC";
      const tenths = (number) => typeof number === "number" ? number.toFixed(1) : null;
      const show = (event) => {
        const now = JSON.parse(event.data), values = new Map();
        const put = (key, value) => values.set(key, value);
        put("at", moment(now.at));
        put("troubles", now.troubles.join(" "));
        put("behind", tenths(now.secondsBehind));
        for (const queue of now.queues) {
          for (const name of ["ready", "consumers"]) put(queue.name + " " + name, queue[name]);
          for (const name of ["in", "out", "waitP95"]) put(queue.name + " " + name, tenths(queue[name]));
        }
        if (now.outbox) { put("outbox count", now.outbox.count > \(CappedCount.most) ? "\(CappedCount.more)" : now.outbox.count); put("outbox oldest", tenths(now.outbox.oldestSeconds)); }
        for (const worker of now.workers || []) {
          const key = "worker " + worker.instance;
          put(key + " sentence", worker.sentence);
          put(key + " lanes", tenths(worker.lanesBusy) + " of " + worker.lanes);
          put(key + " requests", tenths(worker.requests));
          put(key + " lastSeen", moment(worker.lastSeen));
        }
        // What is not told any more is not known: no cell keeps an old number.
        for (const cell of main.querySelectorAll("[data-key]")) {
          const key = cell.dataset.key, isGone = now.workers && key.startsWith("worker ") && key.endsWith(" sentence");
          const text = String(values.get(key) ?? (isGone ? "gone" : "–"));
          if (cell.textContent !== text) cell.textContent = text;
          if (key === "troubles") cell.hidden = !text;
        }
      };
      const stop = () => { if (source) { source.close(); source = null; } };
      const start = () => {
        if (source || isPaused || document.hidden) return;
        source = new EventSource(main.dataset.live);
        source.addEventListener("snapshot", show);
        source.addEventListener("error", () => {
          // Whoever is not signed in any more is not answered with numbers; of an outage the browser asks again by itself.
          if (!source || source.readyState !== EventSource.CLOSED) return;
          stop();
          if (said) said.textContent = "The numbers are no longer updated: reload the page.";
        });
      };
      document.addEventListener("visibilitychange", () => document.hidden ? stop() : start());
      addEventListener("pagehide", stop);
      if (pause) {
        pause.hidden = false;
        pause.addEventListener("click", () => {
          isPaused = !isPaused;
          pause.setAttribute("aria-pressed", String(isPaused));
          if (said) said.textContent = isPaused ? "The numbers are paused." : "The numbers are updated again.";
          isPaused ? stop() : start();
        });
      }
      start();
    })();

    """
}
