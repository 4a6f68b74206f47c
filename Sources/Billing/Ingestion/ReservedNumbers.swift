/// Numbers that the worker gives out itself, so that none may come from outside
/// (`domain.md`, Ingesting invoices).
struct ReservedNumbers {
  init(_ facts: WorkingSet) {}

  /// The pattern a number has the form of; nil when it is free.
  func pattern(matching number: String) -> String? {
    InvoiceNumber.hasBuiltInForm(number) ? InvoiceNumber.builtInForm : nil
  }
}
