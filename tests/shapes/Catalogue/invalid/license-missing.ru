# expect: psgsh:Catalogue-license sh:MinCountConstraintComponent
# The catalogue has no licence.
DELETE WHERE { <id/catalogue/example> dct:license ?value }
