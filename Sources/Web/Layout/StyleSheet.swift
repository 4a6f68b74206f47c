/// `/app.css`: the one style of all pages, by the system's colours, light and dark, from 320 pixels on.
package enum StyleSheet {
  package static let text = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --faint: #555; --rule: #c9c9c9; --paper: #fff; --back: #f4f4f5;
      --link: #0b57a4; --good: #11632f; --bad: #a3141e; --warn: #7a4b00 }
    @media (prefers-color-scheme: dark) {
      :root:not([data-theme="light"]) { --ink: #ececec; --faint: #b4b4b4; --rule: #4a4a4d; --paper: #1c1c1e; --back: #111113;
        --link: #8ec2ff; --good: #7fd99b; --bad: #ff9c9c; --warn: #f2c46d }
    }
    :root[data-theme="dark"] { color-scheme: dark; --ink: #ececec; --faint: #b4b4b4; --rule: #4a4a4d; --paper: #1c1c1e;
      --back: #111113; --link: #8ec2ff; --good: #7fd99b; --bad: #ff9c9c; --warn: #f2c46d }
    :root[data-theme="light"] { color-scheme: light }
    * { box-sizing: border-box }
    body { margin: 0; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, "Noto Sans", sans-serif;
      overflow-wrap: anywhere }
    a { color: var(--link) }
    a, button, input, select, textarea, summary { border-radius: 4px }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
    main:focus-visible { outline: 0 }
    .skip { position: absolute; left: -999rem }
    .skip:focus { left: 0; top: 0; padding: .5rem 1rem; background: var(--paper); z-index: 2 }
    header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .5rem 1rem; background: var(--paper);
      border-bottom: 1px solid var(--rule) }
    .brand { margin: 0; font-weight: 700 }
    .brand a { color: inherit; text-decoration: none }
    header nav { flex: 1 1 24rem }
    header ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; list-style: none }
    header nav a { display: inline-block; padding: .35rem 0 }
    header nav a[aria-current] { font-weight: 700; color: var(--ink) }
    main { padding: 1rem; max-width: 90rem; margin: 0 auto }
    h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 1rem }
    h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
    footer { padding: 1rem; color: var(--faint); display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center }
    footer p { margin: 0 }
    .wide { overflow-x: auto; max-width: 100% }
    table { border-collapse: collapse; width: 100%; background: var(--paper); margin: .5rem 0 }
    caption { text-align: start; padding: .25rem 0; color: var(--faint) }
    th, td { padding: .35rem .75rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--rule);
      overflow-wrap: normal }
    thead th { color: var(--faint); white-space: nowrap }
    tbody th { font-weight: 400 }
    .whole { white-space: nowrap }
    .number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums }
    dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; background: var(--paper);
      padding: .75rem; margin: .5rem 0 }
    dt { color: var(--faint) }
    dd { margin: 0; min-width: 0 }
    pre, code { font-family: ui-monospace, monospace; font-size: .9rem }
    pre { margin: 0; padding: .75rem; background: var(--paper); white-space: pre-wrap }
    .command code { display: inline-block; padding: .25rem .5rem; background: var(--paper); border: 1px solid var(--rule) }
    .filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 1rem 0 }
    .filter > a { padding: .375rem 0 }
    label { display: inline-flex; flex-direction: column; gap: .15rem; max-width: 100% }
    label.line { flex-direction: row; align-items: center; gap: .5rem }
    label span { color: var(--faint) }
    input, select, textarea, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--faint);
      padding: .35rem .6rem; max-width: 100%; min-height: 2.25rem }
    input[type="checkbox"], input[type="radio"] { min-height: 1.5rem; min-width: 1.5rem }
    textarea { width: 60rem; min-height: 16rem; font-family: ui-monospace, monospace }
    button { cursor: pointer }
    button.danger { color: var(--bad); border-color: var(--bad) }
    form p { margin: .75rem 0 }
    .state.good { color: var(--good) } .state.bad { color: var(--bad); font-weight: 700 } .state.warn { color: var(--warn) }
    .notice { padding: .5rem .75rem; border-inline-start: 4px solid var(--faint); background: var(--paper) }
    .notice.bad { border-color: var(--bad) } .notice.good { border-color: var(--good) } .notice.warn { border-color: var(--warn) }
    .pager { display: flex; gap: 1.5rem; margin: 1rem 0 }
    .actions { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .5rem 0; padding: 0; list-style: none }
    .actions p { margin: 0 }
    .spark { width: 7.5rem; height: 1.5rem; display: block }
    .spark polyline { fill: none; stroke: var(--link); stroke-width: 1.5 }
    .timeline { padding-inline-start: 1.25rem }
    [hidden] { display: none }
    @media (max-width: 40rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }

    """
}
