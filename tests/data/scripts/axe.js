// Run axe. It need not load sheets and media a second time, which only rules of orientation and sound would take from there.
([part, rules]) => axe.run(part ?? document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))
