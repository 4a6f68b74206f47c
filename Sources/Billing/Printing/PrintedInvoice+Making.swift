import CivilTime
import Monetary

extension PrintedInvoice {
  /// Of any invoice: what EN 16931 cannot say is printed all the same.
  ///
  /// - Parameters:
  ///   - invoice: posted, or posted and voided.
  ///   - standIn: for an invoice that keeps no ``Invoice/document``, because an earlier version posted it.
  ///   - logo: the image of the snapshot's ``SellerDetails/logo``; it is left out where the document is another issuer's.
  ///   - language: BCP 47; nil for the legal entity's.
  package init(
    of invoice: Invoice, standIn: DocumentSnapshot? = nil, logo: PNGImage? = nil,
    language: String? = nil
  ) {
    self.init(of: invoice, crediting: [], standIn: standIn, logo: logo, language: language)
  }

  /// The credit note of a credit memo, with the parties of the invoice that it credits, the first where it credits lines of
  /// several. One that credits none has the parties that `standalone` names.
  package init(
    of memo: CreditMemo, crediting invoices: [Invoice], standalone: CreditMemoParties? = nil,
    standIn: DocumentSnapshot? = nil, logo: PNGImage? = nil, language: String? = nil
  ) {
    let source = invoices.first ?? memo.invoiceCredited(standalone)
    self.init(
      of: memo.creditNote(like: source, crediting: invoices), crediting: invoices,
      standIn: standIn, logo: logo, language: language)
  }

  private init(
    of invoice: Invoice, crediting: [Invoice], standIn: DocumentSnapshot?, logo: PNGImage?,
    language: String?
  ) {
    let making = PrintedInvoiceMaking(of: invoice, standIn: standIn, language: language)
    let heading = making.text(making.isCreditNote ? .creditNote : .invoice)
    let seller = making.seller
    self.init(
      language: making.locale.tag, paper: making.paper, date: invoice.invoiceDate,
      title: invoice.number.map { "\(heading) \($0)" } ?? heading, heading: heading,
      seller: seller, logo: making.isOwn ? logo : nil, buyer: making.buyer,
      delivery: making.delivery, facts: making.facts(crediting), note: making.note,
      columns: making.columns,
      sections: making.sections(), totals: making.totals, taxes: making.taxes,
      instalments: making.instalments, instalmentsHeading: making.text(.instalments),
      payment: making.payment, paymentHeading: making.text(.payment),
      footer: making.footer(seller),
      pageNumbers: PageNumbers(before: making.text(.page, ""), between: making.text(.pageOf, "")))
  }
}

/// Who issues a credit memo that credits no invoice, and to whom.
package struct CreditMemoParties: Hashable, Sendable {
  package var seller: Invoice.Seller?
  package var billTo: Invoice.BillTo?
  package var address: Address?

  package init(seller: Invoice.Seller?, billTo: Invoice.BillTo?, address: Address?) {
    self.seller = seller
    self.billTo = billTo
    self.address = address
  }
}

extension CreditMemo {
  /// What stands in for the invoice that a stand-alone memo does not name: its parties.
  fileprivate func invoiceCredited(_ parties: CreditMemoParties?) -> Invoice {
    let none = Address(street: "", city: "", postalCode: "", country: "")
    let name = Invoice.BillTo(contactId: nil, name: accountName ?? accountId.text, email: nil)
    return Invoice(
      id: Invoice.ID(id.text), status: .posted, accountId: accountId, accountName: accountName,
      seller: parties?.seller, currency: currency, invoiceDate: creditDate, dueDate: creditDate,
      billToContact: parties?.billTo ?? name, legalEntityId: legalEntityId, groupingKey: "",
      lines: [], billingAddress: parties?.address ?? none, totalAmount: totalAmount,
      totalTaxAmount: totalTaxAmount, totalAmountWithTax: totalAmountWithTax,
      balance: .zero(currency), request: request)
  }
}
