import Reports

extension ReportBuilder {
    /// Tables of papers that belong beside this run.
    ///
    /// - Parameter all: every table with a metric of the run, instead of those that explain its own sections.
    func published(all: Bool) -> PublishedResults? {
        var tables: [String] = []
        if plan.variants.count(where: { $0.toggles != nil }) > 1 {
            tables.append(PublishedResults.TableID.ablation)
        }
        if plan.metrics.contains(where: { $0.id.hasPrefix("isim_") && $0.unavailable == nil }) {
            tables.append(PublishedResults.TableID.inputSimilarity)
        }
        if all {
            let measured = Set(plan.metrics.filter { $0.unavailable == nil }.map(\.id))
            tables += PublishedResults.bundled.relevant(toSuite: plan.suite.id, metrics: measured)
        }
        return PublishedResults.bundled.selecting(tables)
    }
}
