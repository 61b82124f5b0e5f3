# expect: psgsh:CatalogueEntry-isPartOf sh:MinCountConstraintComponent
# The catalogue entry names no catalogue.
DELETE WHERE { <id/workflow/example> dct:isPartOf ?value }
