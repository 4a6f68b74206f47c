import Billing
import Messages
import Monetary
import Testing

@Suite struct BillingScheduleDecodingTests {
  private let sample = RecordSamples.schedule

  private func minimal(_ extra: String = "") -> Intake {
    RequestDecoder.decode(
      Requests.upsert(
        """
        {"type": "BillingSchedule", "id": "B", "accountId": "A", "productName": "P",
         "billingMethod": "Evergreen", "billingTermUnit": "Month", "startDate": "2026-01-01",
         "quantity": "1", "unitPrice": "10", "billingPeriodAmount": "10.00"\(extra)}
        """))
  }

  @Test func theDefaultsOfTheContract() {
    #expect(
      minimal().records == [
        .billingSchedule(
          BillingSchedule(
            id: "B", accountId: "A", productName: "P", billingMethod: .evergreen,
            billingType: .advance, billingTermUnit: .month, billingTerm: 1,
            startDate: RecordSamples.date("2026-01-01"), quantity: 1, unitPrice: 10,
            billingPeriodAmount: 10, periodBoundary: .anniversary,
            arePartialPeriodsAllowed: true, attributes: InvoicingAttributes()))
      ])
  }

  @Test func usageIsBilledInArrears() throws {
    let intake = RequestDecoder.decode(
      Requests.upsert(
        """
        {"type": "BillingSchedule", "id": "B", "accountId": "A", "productName": "P",
         "billingMethod": "Usage", "billingTermUnit": "Month", "startDate": "2026-01-01",
         "quantity": "1", "unitPrice": "10", "billingPeriodAmount": "0.00",
         "includedQuantity": "5", "tierMode": "Graduated",
         "tiers": [{"upTo": "10", "unitPrice": "2", "flatFee": "1"}, {"upTo": null, "unitPrice": 1}]}
        """))
    guard case .billingSchedule(let schedule)? = intake.records.first else {
      Issue.record("refused")
      return
    }
    #expect(schedule.billingType == .arrears)
    #expect(schedule.includedQuantity == 5)
    #expect(schedule.tierMode == .graduated)
    #expect(
      schedule.tiers == [
        UsageTier(upTo: 10, unitPrice: 2, flatFee: 1), UsageTier(upTo: nil, unitPrice: 1),
      ])
    #expect(
      sample.decode(adding: #""tiers": [{"upTo": "1"}]"#).places
        == ["REQUEST_INVALID /records/0/tiers/0/unitPrice"])
  }

  @Test(arguments: ["Original", "Amendment", "AmendQuantity", "Cancellation", "Renewal"])
  func categories(name: String) throws {
    guard
      case .billingSchedule(let schedule)? =
        minimal(", \"category\": \"\(name)\"").records.first
    else {
      Issue.record("refused")
      return
    }
    #expect(schedule.category.rawValue == name)
  }

  @Test func totalAmountAndMilestone() throws {
    let ordered = sample.decode(
      replacing: "billingMethod", with: #""OrderAmount""#,
      adding: #""endDate": "2027-01-30", "totalAmount": "1200.00""#)
    guard case .billingSchedule(let schedule)? = ordered.records.first else {
      Issue.record("refused")
      return
    }
    #expect(schedule.totalAmount == 1200)
    let members = #", "totalAmount": "1", "milestoneDate": "2026-01-01""#
    #expect(
      minimal(members).places == [
        "REQUEST_INVALID /records/0/totalAmount", "REQUEST_INVALID /records/0/milestoneDate",
      ])
  }

  @Test func absentLaterFieldsAreNoFault() {
    let names = [
      "billingContractId", "totalAmount", "milestoneDate", "includedQuantity", "tierMode", "tiers",
      "status", "nextBillingDate",
    ]
    let members = names.map { ", \"\($0)\": null" }.joined()
    #expect(minimal(members).records == minimal().records)
  }

  @Test(arguments: [
    #""status": "ReadyForInvoicing""#, #""nextBillingDate": "2026-01-01""#,
    #""nextChargeFromDate": "2026-01-01""#, #""billedAmount": "0""#, #""pendingAmount": "0""#,
  ])
  func whatTheWorkerKeepsCannotBeGiven(member: String) throws {
    let intake = minimal(", " + member)
    #expect(intake.places.count == 1)
    let message = try #require(intake.refusal?.faults.first?.message)
    #expect(message.contains("kept by the worker"))
  }

  @Test(arguments: [
    (#""1548.39""#, "1548.39"), ("1548.39", "1548.39"), (#""+1.50""#, "1.5"), (#"".5""#, "0.5"),
    (#""5.""#, "5"), ("-0.10", "-0.1"), (#""000123.4500""#, "123.45"), ("0", "0"), ("-0", "0"),
    (#""999999999999999999.999999999999""#, "999999999999999999.999999999999"),
  ])
  func decimals(json: String, text: String) {
    guard
      case .billingSchedule(let schedule) = sample.decode(replacing: "unitPrice", with: json)
        .records.first
    else {
      Issue.record("refused")
      return
    }
    #expect(schedule.unitPrice.description == text)
  }

  @Test(arguments: [
    "1e3", "1E-2", #""1e3""#, #""1,5""#, #""""#, #"".""#, #""-""#, #"" 1""#, #""1 ""#, #""0x1""#,
    #""NaN""#, #""١""#, "1000000000000000000", "0.0000000000001", "true", "[1]", "{}",
  ])
  func noDecimals(json: String) {
    for name in ["quantity", "unitPrice", "billingPeriodAmount"] {
      #expect(
        sample.decode(replacing: name, with: json).places
          == ["REQUEST_INVALID /records/0/\(name)"])
    }
  }

  @Test(arguments: ["0", "-1", "1.5", "1.0", #""1""#, "36501", "99999999999999999999"])
  func noBillingTerms(json: String) {
    #expect(
      sample.decode(replacing: "billingTerm", with: json).places
        == ["REQUEST_INVALID /records/0/billingTerm"])
  }

  /// The domain's rules between fields come with the field's pointer, all of them at once.
  @Test func combinationsAreTheDomainsToJudge() {
    #expect(
      minimal(#", "endDate": "2025-12-31", "billDayOfMonth": 15"#).places == [
        "REQUEST_INVALID /records/0/billDayOfMonth", "REQUEST_INVALID /records/0/endDate",
        "REQUEST_INVALID /records/0/endDate",
      ])
    let aligned = sample.decode(
      replacing: "periodBoundary", with: #""DayOfPeriod""#, adding: #""billDayOfMonth": 31"#)
    #expect(aligned.records.count == 1)
  }

  /// A field that could not be read is not also reported as missing.
  @Test func combinationsAreJudgedOnWholeRecordsOnly() {
    let intake = RequestDecoder.decode(
      Requests.upsert(
        """
        {"type": "BillingSchedule", "id": "B", "accountId": "A", "productName": "P",
         "billingMethod": "OrderAmount", "billingTermUnit": "Month", "startDate": "2026-01-01",
         "endDate": "soon", "quantity": "1", "unitPrice": "1", "billingPeriodAmount": "1"}
        """))
    #expect(intake.places == ["REQUEST_INVALID /records/0/endDate"])
  }
}
