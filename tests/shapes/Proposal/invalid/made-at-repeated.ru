# expect: psgsh:Proposal-generatedAtTime sh:MaxCountConstraintComponent
# The proposal was made twice.
INSERT DATA { <id/proposal/1> prov:generatedAtTime "2026-05-01T12:00:00Z"^^xsd:dateTime }
