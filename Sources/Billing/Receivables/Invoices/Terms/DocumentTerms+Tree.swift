extension DocumentTerms {
  /// Named as in `invoice.ingest.v1`; what is not there is left out.
  package var members: [TermTree.Member] {
    var members: [TermTree.Member] = []
    for term in DocumentTerm.allCases { members.append(term.rawValue, texts[term]) }
    members.append("notes", notes.map { .text($0) })
    members.append("precedingInvoices", preceding.map { .object($0.members) })
    members.append("paymentMeans", paymentMeans.map { .object($0.members) })
    members.append("supportingDocuments", attachments.map { .object($0.members) })
    for role in PartyRole.allCases {
      members.append(role.rawValue, parties[role]?.members ?? [])
    }
    members.append(
      "sourceDocument",
      .texts(["name": sourceDocument?.name, "sha256": sourceDocument?.sha256]))
    return members
  }

  /// What is of another form is left out: only what ``members`` made is read again.
  package init(_ tree: TermTree) {
    for term in DocumentTerm.allCases { texts[term] = tree[term.rawValue]?.text }
    notes = (tree["notes"]?.list ?? []).compactMap(\.text)
    preceding = (tree["precedingInvoices"]?.list ?? []).compactMap(PrecedingInvoice.init)
    paymentMeans = (tree["paymentMeans"]?.list ?? []).compactMap(PaymentMeans.init)
    attachments = (tree["supportingDocuments"]?.list ?? []).compactMap(SupportingDocument.init)
    for role in PartyRole.allCases {
      if let party = tree[role.rawValue] { parties[role] = PartyTerms(party) }
    }
    if let source = tree["sourceDocument"], let name = source["name"]?.text,
      let digest = source["sha256"]?.text
    {
      sourceDocument = SourceDocument(name: name, sha256: digest)
    }
  }
}

extension DocumentTerms.PrecedingInvoice {
  fileprivate var members: [TermTree.Member] {
    .texts(["number": number, "date": date, "invoiceId": invoiceId])
  }

  fileprivate init?(_ tree: TermTree) {
    guard let number = tree["number"]?.text else { return nil }
    self.init(number: number, date: tree["date"]?.text, invoiceId: tree["invoiceId"]?.text)
  }
}

extension DocumentTerms.PaymentMeans {
  fileprivate var members: [TermTree.Member] {
    .texts([
      "code": code, "text": text, "iban": iban, "accountName": accountName, "bic": bic,
      "reference": reference, "mandate": mandate, "creditorId": creditorId,
      "debitedAccount": debitedAccount,
    ])
  }

  fileprivate init?(_ tree: TermTree) {
    guard let code = tree["code"]?.text else { return nil }
    self.init(code: code)
    text = tree["text"]?.text
    iban = tree["iban"]?.text
    accountName = tree["accountName"]?.text
    bic = tree["bic"]?.text
    reference = tree["reference"]?.text
    mandate = tree["mandate"]?.text
    creditorId = tree["creditorId"]?.text
    debitedAccount = tree["debitedAccount"]?.text
  }
}

extension DocumentTerms.SupportingDocument {
  fileprivate var members: [TermTree.Member] {
    .texts(["id": id, "description": description, "url": url])
  }

  fileprivate init?(_ tree: TermTree) {
    guard let id = tree["id"]?.text else { return nil }
    self.init(id: id, description: tree["description"]?.text, url: tree["url"]?.text)
  }
}
