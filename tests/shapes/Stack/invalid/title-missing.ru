# expect: psgsh:Stack-title sh:MinCountConstraintComponent
# The stack has no title.
DELETE WHERE { <id/stack/example> dct:title ?value }
