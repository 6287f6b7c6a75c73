/** The view types of the panels, which the editor stores to restore them. */
export const viewTypes = {
  appClient: 'cognito.appClientCheck',
  mcpServer: 'cognito.mcpServerCheck',
} as const;
