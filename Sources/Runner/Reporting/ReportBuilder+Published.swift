import Reports

extension ReportBuilder {
    /// Tables of papers that a reader of this run will want beside it.
    var published: PublishedResults? {
        var tables: [String] = []
        if plan.variants.count(where: { $0.toggles != nil }) > 1 {
            tables.append(PublishedResults.TableID.ablation)
        }
        if plan.metrics.contains(where: { $0.id.hasPrefix("isim_") && $0.unavailable == nil }) {
            tables.append(PublishedResults.TableID.inputSimilarity)
        }
        return PublishedResults.bundled.selecting(tables)
    }
}
