import Billing
import CivilTime
import Monetary
import Testing

@Suite("Rules of form of one record")
struct FieldFaultTests {
  private func faults(_ change: (inout BillingSchedule) -> Void) -> [String] {
    Record.monthly("S", change).fieldFaults.map(\.field)
  }

  @Test("Every unit goes with the boundaries it may have, and no other")
  func combinations() {
    let allowed: [PeriodBoundary: Set<BillingTermUnit>] = [
      .anniversary: Set(BillingTermUnit.allCases),
      .dayOfPeriod: [.month, .quarter, .semiAnnual, .year],
      .lastDayOfPeriod: [.month, .quarter, .semiAnnual, .year],
      .alignToCalendar: [.week, .month, .quarter, .semiAnnual, .year],
    ]
    for boundary in PeriodBoundary.allCases {
      for unit in BillingTermUnit.allCases {
        let found = faults {
          $0.billingTermUnit = unit
          $0.billingMethod = .orderAmount
          $0.endDate = "2026-12-31"
          $0.periodBoundary = boundary
          $0.billDayOfMonth = boundary == .dayOfPeriod ? 15 : nil
        }
        let isAllowed = allowed[boundary]?.contains(unit) == true
        #expect(found == (isAllowed ? [] : ["periodBoundary"]), "\(boundary) \(unit)")
      }
    }
  }

  @Test("DayOfPeriod needs a bill day, which nothing else may have")
  func billDay() {
    #expect(faults { $0.periodBoundary = .dayOfPeriod } == ["billDayOfMonth"])
    for day in [0, 32, -1] {
      let found = faults {
        $0.periodBoundary = .dayOfPeriod
        $0.billDayOfMonth = day
      }
      #expect(found == ["billDayOfMonth"])
    }
    #expect(faults { $0.billDayOfMonth = 1 } == ["billDayOfMonth"])
  }

  @Test("OrderAmount ends, Evergreen does not, and no end is before the start")
  func ends() {
    #expect(faults { $0.billingMethod = .orderAmount } == ["endDate"])
    #expect(faults { $0.endDate = "2026-12-31" } == ["endDate"])
    #expect(faults { $0.billingTermUnit = .oneTime } == ["billingMethod"])
    let oneTime = faults {
      $0.billingTermUnit = .oneTime
      $0.billingMethod = .orderAmount
    }
    #expect(oneTime.isEmpty)
    let early = faults {
      $0.billingMethod = .orderAmount
      $0.endDate = "2025-12-31"
    }
    #expect(early == ["endDate"])
  }

  @Test("A term is 1 or more", arguments: [0, -1, .min])
  func term(term: Int) {
    #expect(faults { $0.billingTerm = term } == ["billingTerm"])
  }

  @Test("A custom group has a key of more than spaces")
  func customKey() {
    #expect(faults { $0.attributes.invoiceGroupType = .custom } == ["customInvoiceGroupKey"])
    #expect(faults { $0.attributes.customInvoiceGroupKey = " \t" } == ["customInvoiceGroupKey"])
    let fromGroup = faults {
      $0.attributes.invoiceGroupType = .custom
      $0.billingScheduleGroupId = "G"
    }
    #expect(fromGroup.isEmpty)
  }

  @Test("Intervals and codes of the other records")
  func others() {
    let rate = TaxRate(
      id: "R", country: "NO", taxCode: "std", name: "VAT", percent: -1,
      effectiveFrom: "2026-02-01", effectiveTo: "2026-01-31")
    #expect(Record.taxRate(rate).fieldFaults.map(\.field) == ["effectiveTo", "percent"])
    let treatment = TaxTreatment(id: "T", name: "Standard", isTaxable: true)
    #expect(Record.taxTreatment(treatment).fieldFaults.map(\.field) == ["taxCode"])
    let suspension = BillingSuspension(
      id: "X", target: .account("A"), suspendDate: "2026-02-01", resumeDate: "2026-02-01")
    #expect(Record.billingSuspension(suspension).fieldFaults.map(\.field) == ["resumeDate"])
    let term = PaymentTerm(id: "P", name: "Net", kind: .periodBased, days: -1)
    #expect(Record.paymentTerm(term).fieldFaults.map(\.field) == ["days"])
  }
}
