extension Command {
  /// In the order of the help.
  static let all: [Command] = [
    .runWorker, .health, .configShow, .webPassword, .web, .pause, .resume, .doctor, .migrate,
    .backup, .reconcile,
    .topologyApply, .topologyDefinitions, .import, .ingest,
    .request,
    .watch, .invoicesList, .invoicesShow, .invoicesExplain, .invoicesUBL, .invoicesHTML,
    .invoicesPDF, .invoicesCSV, .creditMemosList, .creditMemosShow,
    .paymentsShow, .accountsShow, .schedulesList, .schedulesShow, .contractsShow, .reportAging,
    .reportStatement, .exportInvoices, .exportLines, .exportTaxes, .exportLedger, .runsList,
    .runsShow, .runsErrors, .runsWatch, .schedulersList,
    .numbersCheck, .numbersExplain, .audit, .errorLogsList, .errorLogsResolve,
    .emailsList, .emailsSuppressed, .requestsShow, .deadList, .deadShow,
    .deadReplay, .deadDiscard,
    .contractAsyncAPI, .contractSchema, .contractExample, .contractCheck, .contractCodes,
    .contractDiff,
    .completion, .manual, .version,
  ]
}
