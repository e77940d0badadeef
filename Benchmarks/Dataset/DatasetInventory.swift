/// Compares names and numbers alone: files against annotations, annotations against the release.
struct DatasetInventory {
    let survey: DatasetSurvey

    var findings: [DatasetFinding] { extra + caseDuplicates + miscounts + unlabelled }

    /// Videos or images below the folder of the files that no annotation names.
    private var extra: [DatasetFinding] {
        let named = Set(survey.index.entries.compactMap(\.match.path))
        let areImages = survey.index.entries.contains(where: \.isImage)
        let twins = Set(survey.folder.caseDuplicates.joined())
        return survey.folder.files(below: survey.index.mediaFolder).filter { path in
            FileKind(path: path) == (areImages ? .image : .video) && !named.contains(path)
                && !twins.contains(path)
        }.map { DatasetFinding(.extra, $0) }
    }

    private var caseDuplicates: [DatasetFinding] {
        survey.folder.caseDuplicates.filter { FileKind(path: $0[0]) != .other }.map { files in
            DatasetFinding(.caseDuplicate, files[0], "beside \(files.dropFirst().joined(separator: " and "))")
        }
    }

    private var miscounts: [DatasetFinding] {
        let counts = Dictionary(grouping: survey.index.entries, by: \.category).mapValues(\.count)
        var found: [DatasetFinding] = []
        if let release = survey.dataset.release, release != survey.index.entries.count {
            found.append(
                DatasetFinding(
                    .miscount, "all",
                    "the release has \(release) entries, the annotations \(survey.index.entries.count)"))
        }
        if survey.isShort, let count = survey.dataset.count {
            found.append(
                DatasetFinding(
                    .miscount, "draw",
                    "the suite draws \(count) samples, the annotations name \(survey.index.entries.count) entries"
                ))
        }
        for category in survey.definition.categories {
            let count = counts[category.id] ?? 0
            guard let clips = category.clips, clips != count else { continue }
            found.append(
                DatasetFinding(
                    .miscount, category.id, "the release has \(clips) entries, the annotations \(count)"))
        }
        return found
    }

    /// Metrics of labels that would be skipped for all samples.
    private var unlabelled: [DatasetFinding] {
        let metrics = survey.definition.metrics
        var found: [DatasetFinding] = []
        if metrics.contains(where: { $0.hasPrefix("object_consistency") }),
            survey.index.entries.allSatisfy(\.objects.isEmpty)
        {
            found.append(
                DatasetFinding(
                    .unlabelled, "object_consistency",
                    "expected object labels in \((survey.dataset.objects ?? []).joined(separator: " or ")); the metric is "
                        + "skipped"))
        }
        if metrics.contains(where: { $0.hasPrefix("scene_consistency") }),
            survey.index.entries.allSatisfy({ $0.scene == nil })
        {
            found.append(
                DatasetFinding(
                    .unlabelled, "scene_consistency",
                    "expected scene labels in \((survey.dataset.scenes ?? []).joined(separator: " or ")); the metric is "
                        + "skipped"))
        }
        return found
    }
}
