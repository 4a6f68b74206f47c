import Billing

/// The style sheet of pages in HTML.
enum PageStyle {
  static func rules(_ paper: PrintedInvoice.Paper) -> String {
    screen + "\n@page { size: \(paper == .a4 ? "A4" : "letter"); margin: 18mm 16mm }\n" + print
  }

  private static let screen = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --faint: #5f5f5f; --rule: #d6d6d6; --paper: #fff; --back: #f3f3f3 }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8e8; --faint: #a6a6a6; --rule: #444; --paper: #1c1c1e; --back: #111 }
    }
    * { box-sizing: border-box }
    body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.45 "Noto Sans", system-ui, sans-serif }
    main { max-width: 860px; margin: 24px auto; padding: 40px 44px; background: var(--paper); border-radius: 6px }
    header, .head { display: flex; gap: 32px; justify-content: space-between; align-items: flex-start }
    header { margin-bottom: 36px }
    header h1 { order: 2; margin: 0; font-size: 28px; line-height: 1.15; text-align: end }
    h2 { margin: 32px 0 6px; font-size: 15px }
    address { font-style: normal; overflow-wrap: anywhere; margin-bottom: 14px }
    address small { display: block; color: var(--faint) }
    address strong { display: block }
    address [dir] { text-align: left }
    .seller strong { font-size: 18px }
    .logo { display: block; width: auto; height: auto; max-width: 280px; max-height: 72px; margin-bottom: 12px }
    @media (prefers-color-scheme: dark) {
      .logo { padding: 6px; border-radius: 4px; background: #fff }
    }
    .detail, footer { color: var(--faint); font-size: 13px }
    dl { margin: 0 }
    dl > div { display: flex; gap: 20px; justify-content: space-between }
    dt { color: var(--faint) }
    dd { margin: 0; text-align: right; overflow-wrap: anywhere }
    .head > .facts { min-width: 260px; max-width: 46% }
    section .facts { max-width: 420px }
    .note { white-space: pre-line; overflow-wrap: anywhere; margin: 18px 0 0 }
    table { width: 100%; border-collapse: collapse; margin-top: 28px }
    .taxes table { margin-top: 0 }
    th { text-align: start; font-size: 13px; color: var(--faint); vertical-align: bottom }
    th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--rule) }
    td { vertical-align: top }
    th:last-child, td:last-child { padding-right: 0 }
    .number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums }
    .name { width: 45%; overflow-wrap: anywhere }
    .section th { color: var(--ink) }
    .section td { font-weight: 600 }
    .totals { max-width: 380px; margin: 18px 0 0 auto; font-variant-numeric: tabular-nums }
    .asked { margin-top: 6px; padding-top: 6px; border-top: 2px solid var(--ink); font-weight: 700; font-size: 18px }
    .asked dt { color: inherit }
    footer { margin-top: 40px; padding-top: 10px; border-top: 1px solid var(--rule) }
    @media (max-width: 640px) {
      main { margin: 0; padding: 20px 16px; border-radius: 0 }
      header, .head { flex-direction: column; gap: 8px }
      header { margin-bottom: 20px }
      header h1 { order: 0; text-align: start; font-size: 24px }
      .head > .facts { width: 100%; min-width: 0; max-width: none }
      thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
      tbody tr { display: block; padding: 8px 0; border-bottom: 1px solid var(--rule) }
      th, td { display: flex; gap: 16px; justify-content: space-between; border: 0; padding: 1px 0; width: auto }
      td.name { display: block; width: auto; font-weight: 600 }
      td.name .detail { font-weight: 400 }
      td.position, td:empty { display: none }
      td[data-label]::before { content: attr(data-label); color: var(--faint); font-weight: 400 }
      tr.section { display: flex; justify-content: space-between }
    }
    """

  private static let print = """
    @media print {
      :root { color-scheme: light; --ink: #000; --faint: #444; --rule: #bbb; --paper: #fff; --back: #fff }
      body { font-size: 10pt }
      .logo { padding: 0; max-width: 85mm; max-height: 17mm }
      main { max-width: none; margin: 0; padding: 0 }
      thead { display: table-header-group }
      tr, .totals, section, dl > div { break-inside: avoid }
      h2 { break-after: avoid }
    }
    """
}
