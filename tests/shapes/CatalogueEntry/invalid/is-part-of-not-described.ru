# expect: psgsh:CatalogueEntry-isPartOf sh:ClassConstraintComponent
# The catalogue entry names a catalogue that is not described anywhere.
DELETE WHERE { <id/workflow/example> dct:isPartOf ?value } ;
INSERT DATA { <id/workflow/example> dct:isPartOf <id/catalogue/nowhere> }
