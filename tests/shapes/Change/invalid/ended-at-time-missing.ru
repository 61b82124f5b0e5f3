# expect: psgsh:Change-endedAtTime sh:MinCountConstraintComponent
# The change does not say when it was committed.
DELETE WHERE { <id/change/1> prov:endedAtTime ?when }
