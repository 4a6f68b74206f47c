package import CivilTime

/// `billing.resume.v1`: invoice again from a day on, what was left out included.
package struct ResumeBilling: Request {
  package let suspensionId: BillingSuspension.ID
  /// The first day that is invoiced again.
  package let resumeDate: CivilDate

  package init(suspensionId: BillingSuspension.ID, resumeDate: CivilDate) {
    self.suspensionId = suspensionId
    self.resumeDate = resumeDate
  }
}
