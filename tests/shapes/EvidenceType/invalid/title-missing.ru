# expect: psgsh:EvidenceType-title sh:MinCountConstraintComponent
# The evidence type has no title.
DELETE WHERE { <id/evidence-type/example> dct:title ?value }
