# expect: psgsh:System-ownedBy sh:MinCountConstraintComponent
# The system names no organisation.
DELETE WHERE { <id/system/example> cv:ownedBy ?value }
