extension PlanningContext {
  /// For schedulers among the records of a request.
  package var scheduling: SchedulingContext {
    SchedulingContext(now: now, zones: timeZones, deriveIdentifier: deriveIdentifier)
  }
}
