# expect: psgsh:Change-endedAtTime sh:MaxCountConstraintComponent
# The change was committed twice.
INSERT DATA { <id/change/1> prov:endedAtTime "2026-05-01T12:00:00Z"^^xsd:dateTime }
