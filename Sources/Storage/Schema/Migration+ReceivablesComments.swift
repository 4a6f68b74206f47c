extension Migration {
  static let receivablesOfInvoices = [
    TableComment(
      "invoice", "An invoice: head and totals.",
      [
        "payable": "What the document asks for; of a credit note it counts with the opposite sign.",
        "paid_amount": "Applied from payments, net of what was taken back.",
        "credited_amount": "Applied from credit memos, write-offs and voids included.",
        "written_off_amount": "Of credited_amount, by memos of write-offs.",
        "converted_amount": "Negative lines made into credit memos; raises the balance.",
        "is_credit_note": "Whether payable counts with the opposite sign.",
        "version": "From 1, one more with each transaction that changes the invoice.",
        "reason_code": "Why it was taken back, as the sender codes it.",
        "full_settlement_date": "Effective date of what brought the balance to 0.",
        "next_due_date": "The first due date with an open amount; null: nothing is due.",
        "overdue_told_through": "The last due date of which it was told that it has passed.",
        "next_overdue_date": "The first open due date of which nobody was told that it has passed.",
        "number_policy_id": "What numbered it; null with a number_value: the built-in policy.",
        "number_value": "Which value of its sequence; null: a number from outside, or from before.",
      ]),
    TableComment(
      "invoice_line", "A period of a schedule on an invoice.",
      ["calculation": "JSON: how the amount came about; null: a full period's, or from before."]),
    TableComment(
      "ingested_line", "What only a line of an ingested invoice has.",
      ["taxes_given": "Whether its taxes came with the document: posting keeps them."]),
    TableComment(
      "ingested_invoice", "What only an ingested invoice has.",
      ["is_taken_back": "Whether its debit memo is free for another invoice."]),
    TableComment(
      "account", "Who is billed.",
      [
        "convert_negative_lines": "Whether posting makes negative lines into a credit memo.",
        "apply_credits": "Whether posting applies open credit memos.",
        "apply_payments": "Whether posting applies unapplied payments.",
      ]),
    TableComment(
      "sequence_policy", "How invoices or credit memos are numbered.",
      ["target": "Invoice or CreditMemo."]),
    TableComment(
      "payment_term", "When an invoice is due.",
      ["instalments": "weight|kind|days of each, in order, between semicolons; null: one due date."]
    ),
    TableComment(
      "invoice_instalment", "Parts of what is payable, where it is due on several days.",
      [
        "invoice_id": "The invoice.", "position": "From 1, in order of due date.",
        "due_date": "When it is due.", "amount": "What is due then; what is open is computed.",
      ]),
    TableComment(
      "invoice_event", "The timeline of each invoice: what happened, when, by whose request.",
      [
        "number": "Counts the rows in the order of their insertion.", "invoice_id": "The invoice.",
        "at": "When it was committed.", "kind": "What happened.",
        "actor": "Who asked for it, where the request names a person.",
        "request_source": "With request_identifier: the request; null: the clock.",
        "detail": "One line for people.",
      ]),
  ]

  static let creditMemoComments = [
    TableComment(
      "credit_memo", "What accounts are credited with. Amounts are in the memo's currency.",
      [
        "status": "Posted, Voided.", "source_action": "What made it.",
        "invoice_id": "The invoice that it voids, writes off, converts or credits lines of.",
        "unique_identifier": "The sender's own key: used once.",
        "credited_amount": "What it credits in all; of a void what was payable.",
        "applied_amount": "Applied to invoices, net of what was taken back.",
        "balance": "What is left to apply or refund.", "is_open": "Whether anything is left.",
        "recorded_date": "UTC day on which it was recorded.",
      ]),
    TableComment(
      "credit_memo_line", "A line of a credit memo.",
      [
        "position": "From 1, in the memo's order.",
        "invoice_id": "With invoice_line_position: the line that it credits, mirrors or converts.",
        "tax_strategy": "How its tax was found; null: mirrored.",
      ]),
    TableComment(
      "credit_memo_line_tax", "A tax of a credit memo's line.",
      ["rate": "In percent.", "category": "UNCL5305."]),
  ]

  static let ledgerComments = [
    TableComment(
      "payment", "Money that came in, as it was reported. Only the sums ever change.",
      [
        "id": "Chosen by the sender.", "recorded_date": "UTC day on which it was recorded.",
        "applied_amount": "Applied to invoices, net of what was taken back.",
        "unapplied_amount": "What is left to apply, refund or reverse.",
        "is_open": "Whether anything is left.",
      ]),
    TableComment(
      "application",
      "Amounts moved from a payment or credit memo to an invoice. Never changed nor deleted.",
      [
        "number": "Counts the rows in the order of their insertion.",
        "source_type": "Payment or CreditMemo.", "source_id": "The payment or memo.",
        "amount": "What was moved, or what is taken back.",
        "takes_back": "The row that this one takes back; a row is taken back once.",
      ]),
    TableComment(
      "refund", "Money that went out again. Never changed nor deleted.",
      ["id": "Chosen by the sender.", "source_type": "Payment or CreditMemo."]),
    TableComment(
      "reversal",
      "Money that never came, or was taken back by the bank. Never changed nor deleted.",
      ["id": "Chosen by the sender."]),
    TableComment(
      "sequence_counter",
      "Counters that move in the transaction that uses their values; locked last and briefly.",
      ["first_value": "Where looking for gaps begins; null: at start_value."]),
    TableComment(
      "passed_over_number", "Values that were not given because their number came from outside.",
      ["sequence": "The counter's name.", "number": "The text that the value would have given."]),
    TableComment(
      "number_gap", "Values that no document holds, though later ones are given.",
      [
        "sequence": "The counter's name.", "explanation": "As an operator wrote it; null: open.",
      ]),
    TableComment(
      "worker_lease", "Which worker does what only one shall do.",
      [
        "holder": "Drawn anew by each process.", "term": "One more with each change of holder.",
        "expires_at": "By the database's clock.",
      ]),
  ]
}
