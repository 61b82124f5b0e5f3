# expect: psgsh:Change-endedAtTime sh:DatatypeConstraintComponent
# The change was committed at a day, not a time.
DELETE { ?c prov:endedAtTime ?when } INSERT { ?c prov:endedAtTime "2026-05-01"^^xsd:date } WHERE { ?c prov:endedAtTime ?when }
