# expect: psgsh:System-title sh:MinCountConstraintComponent
# The system has no title.
DELETE WHERE { <id/system/example> dct:title ?value }
