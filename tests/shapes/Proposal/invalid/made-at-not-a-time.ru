# expect: psgsh:Proposal-generatedAtTime sh:DatatypeConstraintComponent
# The proposal was made at a day, not a time.
DELETE { ?p prov:generatedAtTime ?when } INSERT { ?p prov:generatedAtTime "2026-05-01"^^xsd:date } WHERE { ?p prov:generatedAtTime ?when }
