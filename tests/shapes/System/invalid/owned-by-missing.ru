# expect: psgsh:System-ownedBy-recommended sh:MinCountConstraintComponent
# The system names no organisation.
DELETE WHERE { <id/system/example> cv:ownedBy ?value }
